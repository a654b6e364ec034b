import type { ImageProvenance } from '../image/provenanceXmp.ts';
import { toRgba, type ValueRange } from '../image/rangeMap.ts';

/** One synthetic image: its values, its pixels, and how it was made. */
export class GeneratedImage {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3 | 4;
  /** 0 where the image was made from another one and no seed. */
  readonly seed: number;
  /** Raw values, rows from the top, channels last. */
  readonly values: Float32Array<ArrayBuffer>;
  /** Values of black and white. */
  readonly range: ValueRange;
  readonly provenance: ImageProvenance;

  constructor(
    size: { readonly width: number; readonly height: number; readonly channels: 1 | 3 | 4 },
    values: Float32Array<ArrayBuffer>,
    range: ValueRange,
    provenance: ImageProvenance,
  ) {
    this.width = size.width;
    this.height = size.height;
    this.channels = size.channels;
    this.seed = provenance.seed ?? 0;
    this.values = values;
    this.range = range;
    this.provenance = provenance;
  }

  /** 8-bit pixels as a canvas takes them: width * height * 4. */
  get rgba(): Uint8ClampedArray<ArrayBuffer> {
    return toRgba(this.values, this.channels, this.range);
  }

  /**
   * An 8-bit PNG that says it is synthetic: in its XMP, with which model, seed, labels and edits, and by an invisible mark in its
   * pixels, which is left when the file is written anew.
   */
  async toPng(): Promise<Blob> {
    const { imagePng } = await import('../image/imagePng.ts');
    return imagePng(this, this.values, this.range, this.provenance);
  }
}
