import type { LoadOptions } from '@roentgan/gan-runtime';

/** One way to run a model file: a column of the table. */
export interface Variant {
  readonly title: string;
  /** Precision of the model file. */
  readonly dtype: 'f32' | 'f16';
  readonly options: LoadOptions & Required<Pick<LoadOptions, 'backend'>>;
}

export interface Results {
  /** Differences by family file and column; text where a file did not run. */
  readonly differences: Record<string, Record<string, number | string>>;
  /** By column: what ran it. */
  readonly adapters: Record<string, string>;
}

/** Both precisions of WebGPU; `stored` is what the adapter makes of a 16-bit file. */
export function webgpuVariants(place: string, stored: 'f16' | 'f16 weights', gpu?: GPU): Variant[] {
  const options = { backend: 'webgpu', ...(gpu && { gpu }) } as const;
  return [
    { title: `${place}, f32`, dtype: 'f32', options },
    {
      title: `${place}, ${stored}`,
      dtype: 'f16',
      options: { ...options, precision: stored === 'f16' ? 'f16' : 'auto' },
    },
  ];
}
