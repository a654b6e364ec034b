/**
 * Each contender's page under `src/page/`, with what it is told. Contenders on the processor use as many threads as it
 * has cores unless they are told a number. The first is what the others are compared with.
 */
export const contenderPages = {
  roentgan: 'roentgan.html',
  'roentgan-cpu': 'roentgan.html?backend=cpu',
  'roentgan-cpu-1': 'roentgan.html?backend=cpu&threads=1',
  'tfjs-webgpu': 'tfjs-webgpu.html',
  'tfjs-webgl': 'tfjs-webgl.html',
  'tfjs-wasm': 'tfjs-wasm.html',
  'tfjs-wasm-1': 'tfjs-wasm.html?threads=1',
  'ort-webgpu': 'ort-webgpu.html',
  'ort-wasm': 'ort-wasm.html',
  'ort-wasm-1': 'ort-wasm.html?threads=1',
  'jax-webgpu': 'jax-webgpu.html',
  'jax-wasm': 'jax-wasm.html',
} as const;

export type ContenderName = keyof typeof contenderPages;

export function needsWebGpu(name: ContenderName): boolean {
  return name === 'roentgan' || name.endsWith('-webgpu');
}

export const contenderNames = Object.keys(contenderPages) as ContenderName[];

/** Measured where none are named. */
export const defaultContenders: readonly ContenderName[] = [
  'roentgan',
  'roentgan-cpu',
  'tfjs-webgpu',
  'tfjs-wasm',
  'ort-webgpu',
  'ort-wasm',
  'jax-webgpu',
];

/** Roentgan's own backends. */
export const ownContenders: readonly ContenderName[] = ['roentgan', 'roentgan-cpu'];

/** What the others' times are divided by where no baseline is named: TF.js WebGPU, or the first. */
export function defaultBaseline(contenders: readonly ContenderName[]): ContenderName {
  return contenders.includes('tfjs-webgpu') ? 'tfjs-webgpu' : contenders[0]!;
}
