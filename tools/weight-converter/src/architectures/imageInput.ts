import { type ImageInput, ModelFileError } from '@roentgan/gan-runtime/model-file';
import type { InputShapes } from '../graph/inputShapes.ts';

export interface SizedImage {
  readonly input: ImageInput;
  readonly height: number;
  readonly width: number;
  /** Says which size was taken, and how to get another where it was assumed. */
  readonly note: string;
}

export interface ImageSizes {
  readonly channels: number;
  /** Height and width where the caller gives none. */
  readonly size: number;
  /** Height and width have to be multiples of this. */
  readonly multiple?: number;
  readonly range?: readonly [number, number];
}

/** The image input `name`, whose size weights do not say: the caller's `--shape`, else `size` square. */
export function imageInput(name: string, given: InputShapes, sizes: ImageSizes): SizedImage {
  const { channels, size, multiple = 1, range = [-1, 1] } = sizes;
  const shape = given[name];
  const [height = size, width = size] = shape?.slice(2) ?? [];
  const fits =
    shape === undefined ||
    (shape.length === 4 && shape[1] === channels && height % multiple === 0 && width % multiple === 0);
  if (!fits) {
    const limits = multiple > 1 ? `, both sizes in multiples of ${multiple}` : '';
    throw new ModelFileError(
      `input "${name}" is given as [${shape}], expected [1,${channels},height,width]${limits}`,
    );
  }
  const assumed = shape ? '' : `, assumed; for another: --shape ${name}=1,${channels},HEIGHT,WIDTH`;
  return {
    input: { kind: 'image', name, shape: ['N', channels, height, width], range },
    height,
    width,
    note: `${name} is [${channels},${height},${width}]${assumed}`,
  };
}
