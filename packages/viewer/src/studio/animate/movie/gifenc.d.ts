/** What is used of gifenc, which comes without types. */
declare module 'gifenc' {
  type Palette = readonly (readonly number[])[];

  export function GIFEncoder(): {
    /** Pixels are indices into the palette: the frame's own, or else the first frame's. */
    writeFrame(index: Uint8Array, width: number, height: number, options: FrameOptions): void;
    finish(): void;
    bytes(): Uint8Array<ArrayBuffer>;
    readonly stream: { writeByte(byte: number): void; writeBytes(bytes: Uint8Array): void };
  };
  export function quantize(
    rgba: Uint8ClampedArray,
    colours: number,
    options: { readonly format: 'rgb444' },
  ): Palette;
  export function applyPalette(rgba: Uint8ClampedArray, palette: Palette): Uint8Array;

  interface FrameOptions {
    readonly palette?: Palette;
    /** Milliseconds. */
    readonly delay?: number;
    /** 0 is for ever, -1 once. */
    readonly repeat?: number;
    /** 1 leaves the frame where it is. */
    readonly dispose?: number;
    readonly transparent?: boolean;
    readonly transparentIndex?: number;
  }
}
