import type { Kernel } from '@roentgan/kernels';
import { shortenWgsl } from '../../../build/shortenWgsl.ts';

/** Every kernel's file as it was written; what else this page holds of them is shortened. */
const files: Readonly<Record<string, string>> = import.meta.glob('../../../../kernels/src/*/*.wgsl', {
  query: '?raw&full',
  import: 'default',
  eager: true,
});
const byShortened = new Map(Object.values(files).map((text) => [shortenWgsl(text), text]));

/** The file of a kernel with its comments, as the beginning of one's own. */
export function ownCopy(op: string, kernel: Kernel): string {
  const text = byShortened.get(shortenWgsl(kernel.code)) ?? kernel.code;
  return `//! op: ${op}\n//! like: ${kernel.name}\n${text}`;
}
