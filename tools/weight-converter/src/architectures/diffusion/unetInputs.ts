import type { GraphInput, LatentInput } from '@roentgan/gan-runtime/model-file';
import type { InputShapes } from '../../graph/inputShapes.ts';
import { imageInput } from '../imageInput.ts';

export interface UnetInputs {
  readonly inputs: readonly GraphInput[];
  readonly height: number;
  readonly width: number;
  readonly note: string;
}

/** The noisy image, the time, and a class where there is one. The image's size is the caller's, else `size`. */
export function unetInputs(
  names: { readonly image: string; readonly time: string; readonly label: string },
  given: InputShapes,
  sizes: {
    readonly channels: number;
    readonly size: number;
    readonly multiple: number;
    /** Whether settings say the size. */
    readonly isStated: boolean;
  },
  classes: number,
): UnetInputs {
  const { channels, size, isStated } = sizes;
  const stated = isStated ? { [names.image]: [1, channels, size, size], ...given } : given;
  const { input, height, width, note } = imageInput(names.image, stated, sizes);
  const image: LatentInput = {
    kind: 'latent',
    name: names.image,
    shape: input.shape,
    distribution: 'normal',
  };
  const time: GraphInput = {
    kind: 'label',
    name: names.time,
    shape: ['N', 1],
    encoding: 'value',
    default: 0,
  };
  const label: GraphInput = {
    kind: 'label',
    name: names.label,
    shape: ['N', classes],
    encoding: 'one-hot',
    default: 0,
  };
  return { inputs: [image, time, ...(classes > 0 ? [label] : [])], height, width, note };
}
