import type { Generator } from '@roentgan/gan-runtime';

const names: Readonly<Record<Generator['backend'], string>> = {
  webgpu: 'WebGPU',
  cpu: 'CPU',
  reference: 'Reference',
};

/** What runs a model, as in "CPU: WebAssembly SIMD, 2 threads". */
export function backendText({ backend, adapter }: Pick<Generator, 'backend' | 'adapter'>): string {
  return `${names[backend]}: ${adapter}`;
}
