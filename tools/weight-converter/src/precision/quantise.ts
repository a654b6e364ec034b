import type { WeightTensor } from '@roentgan/gan-runtime/model-file';

/** An int8 tensor and its scale, as the model file has them: w = q * scale. */
export interface Quantised {
  readonly tensor: WeightTensor;
  readonly scale: WeightTensor;
}

const LARGEST = 127;

/**
 * Symmetric int8 with one scale for each entry of an axis: its largest absolute value becomes 127, so that no value is off
 * by more than half a scale. An entry of zeros has the scale 1.
 */
export function quantise(values: Float32Array, shape: readonly number[], axis: number): Quantised {
  const channels = shape[axis]!;
  const inner = shape.slice(axis + 1).reduce((product, size) => product * size, 1);
  const channelOf = (at: number) => Math.floor(at / inner) % channels;
  const largest = new Float32Array(channels);
  values.forEach((value, at) => {
    const channel = channelOf(at);
    largest[channel] = Math.max(largest[channel]!, Math.abs(value));
  });
  const scale = largest.map((value) => value / LARGEST || 1);
  const data = Int8Array.from(values, (value, at) => Math.round(value / scale[channelOf(at)]!));
  return {
    tensor: { dtype: 'I8', shape, bytes: new Uint8Array(data.buffer) },
    scale: {
      dtype: 'F32',
      shape: shape.map((size, at) => (at === axis ? size : 1)),
      bytes: new Uint8Array(scale.buffer),
    },
  };
}
