import type { Kernel } from '@roentgan/kernels';
import { readableWgsl } from '@roentgan/kernels/readable';

/** The file of a kernel with its comments, as the beginning of one's own. */
export function ownCopy(op: string, kernel: Kernel): string {
  return `//! op: ${op}\n//! like: ${kernel.name}\n${readableWgsl(kernel.code)}`;
}
