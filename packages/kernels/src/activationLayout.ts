import { elementCount, type Shape, type Tensor } from './tensor.ts';

/**
 * How the GPU keeps an activation of logical shape [N, C, ...spatial]: [N, ...spatial, C], with C padded to a
 * multiple of four by zeros, so that kernels move `vec4`. A rank-1 tensor is kept as [N].
 */
export interface ActivationLayout {
  readonly batch: number;
  /** Product of the spatial sizes. */
  readonly positions: number;
  readonly channels: number;
  /** Groups of four channels. */
  readonly groups: number;
  /** Number of vec4 in all. */
  readonly vectors: number;
}

export function channelGroups(channels: number): number {
  return Math.ceil(channels / 4);
}

export function activationLayout(shape: Shape): ActivationLayout {
  const [batch = 1, channels = 1, ...spatial] = shape;
  const positions = elementCount(spatial);
  const groups = channelGroups(channels);
  return { batch, positions, channels, groups, vectors: batch * positions * groups };
}

/** True where two shapes of equal element count lie alike in memory, so that a reshape moves nothing. */
export function keepsLayout(one: Shape, other: Shape): boolean {
  return (one[0] ?? 1) === (other[0] ?? 1) && (one[1] ?? 1) === (other[1] ?? 1);
}

/** A shape as [N, C, four spatial axes], ones put before the spatial axes it has. */
export function sixAxes(shape: Shape): [number, number, number, number, number, number] {
  const [batch = 1, channels = 1, ...spatial] = shape;
  const [a = 1, b = 1, c = 1, d = 1] = [...new Array<number>(4 - spatial.length).fill(1), ...spatial];
  return [batch, channels, a, b, c, d];
}

/** Height and width as kernels see them: axes before the last fold into the height. */
export function planeOf(shape: Shape): { readonly height: number; readonly width: number } {
  const spatial = shape.slice(2);
  return { height: elementCount(spatial.slice(0, -1)), width: spatial.at(-1) ?? 1 };
}

/** Logical C-order values to the GPU's layout, in f32; `target` may be a view into a larger buffer. */
export function packActivation(
  tensor: Tensor,
  target: Float32Array<ArrayBuffer> = new Float32Array(activationLayout(tensor.shape).vectors * 4),
): Float32Array<ArrayBuffer> {
  const { batch, positions, channels, groups } = activationLayout(tensor.shape);
  for (let image = 0; image < batch; image++) {
    for (let channel = 0; channel < channels; channel++) {
      const source = (image * channels + channel) * positions;
      const destination = image * positions * groups * 4 + channel;
      for (let position = 0; position < positions; position++) {
        target[destination + position * groups * 4] = tensor.data[source + position]!;
      }
    }
  }
  return target;
}

/** The GPU's layout back to logical C-order values. */
export function unpackActivation(packed: ArrayLike<number>, shape: Shape): Tensor {
  const { batch, positions, channels, groups } = activationLayout(shape);
  const data = new Float32Array(elementCount(shape));
  for (let image = 0; image < batch; image++) {
    for (let channel = 0; channel < channels; channel++) {
      const destination = (image * channels + channel) * positions;
      const source = image * positions * groups * 4 + channel;
      for (let position = 0; position < positions; position++) {
        data[destination + position] = packed[source + position * groups * 4]!;
      }
    }
  }
  return { shape, data };
}
