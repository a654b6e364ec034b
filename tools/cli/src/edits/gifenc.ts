/** What is used of gifenc, which comes without types. */
export interface Gifenc {
  GIFEncoder(): {
    /** Pixels are indices into the palette, which the first frame states for all. */
    writeFrame(index: Uint8Array, width: number, height: number, options: FrameOptions): void;
    finish(): void;
    bytes(): Uint8Array;
    readonly stream: GifStream;
  };
}

export interface GifStream {
  writeByte(byte: number): void;
  writeBytes(bytes: Uint8Array): void;
}

interface FrameOptions {
  readonly palette?: readonly (readonly number[])[];
  /** Milliseconds. */
  readonly delay?: number;
  /** 0 is for ever. */
  readonly repeat?: number;
  /** 1 leaves the frame where it is. */
  readonly dispose?: number;
  readonly transparent?: boolean;
  readonly transparentIndex?: number;
}
