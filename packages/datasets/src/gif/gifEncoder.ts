/** What is used of an encoder of the library gifenc. Callers hand it in: bundlers and Node disagree on what an import of that library gives. */
export interface GifEncoder {
  /** Pixels are indices into the palette; that of the first frame is for all that state none. */
  writeFrame(index: Uint8Array, width: number, height: number, options: GifFrameOptions): void;
  finish(): void;
  bytes(): Uint8Array<ArrayBuffer>;
  readonly stream: GifStream;
}

export interface GifStream {
  writeByte(byte: number): void;
  writeBytes(bytes: Uint8Array): void;
}

export interface GifFrameOptions {
  readonly palette?: readonly (readonly number[])[];
  /** Milliseconds. */
  readonly delay?: number;
  /** 0 is for ever, -1 is once. */
  readonly repeat?: number;
  /** 1 leaves the frame where it is. */
  readonly dispose?: number;
  readonly transparent?: boolean;
  readonly transparentIndex?: number;
}
