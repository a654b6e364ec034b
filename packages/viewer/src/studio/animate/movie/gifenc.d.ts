/** What is used of gifenc, which comes without types. */
declare module 'gifenc' {
  import type { GifEncoder } from '@roentgan/datasets';

  type Palette = readonly (readonly number[])[];

  export function GIFEncoder(): GifEncoder;
  export function quantize(
    rgba: Uint8ClampedArray,
    colours: number,
    options: { readonly format: 'rgb444' },
  ): Palette;
  export function applyPalette(rgba: Uint8ClampedArray, palette: Palette): Uint8Array;
}
