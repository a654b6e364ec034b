import { pads, samePadding } from '../../channelsLast/samePadding.ts';
import type { SourceValue } from '../../channelsLast/sourceValue.ts';
import type { LayerCall, LayerMapper } from '../layerCall.ts';
import { channelsLastIn } from './dataFormat.ts';

/** Padding of SAME never counts: averages are of the values that are there. */
function pooled(
  call: LayerCall,
  op: string,
  value: SourceValue,
  kernelSize: readonly number[],
  stride: readonly number[],
): SourceValue {
  const padding = call.config.text('padding', 'valid');
  if (padding !== 'same' && padding !== 'valid') call.fail(`padding is "${padding}", expected same or valid`);
  const axis = (at: 0 | 1) =>
    padding === 'same'
      ? samePadding(value.shape[1 + at]!, kernelSize[at]!, stride[at]!)
      : { before: 0, after: 0 };
  return call.layers.add(op, value, {
    attributes: {
      kernelSize,
      stride,
      padding: pads(axis(0), axis(1)),
      ...(op === 'avgPool2d' && { countIncludePad: false }),
    },
  });
}

function pooling2d(op: string): LayerMapper {
  return (call) =>
    channelsLastIn(call, call.inputOfRank(4), (value) => {
      const kernelSize = call.config.sizes('pool_size', 2, 2);
      const stride = call.config.has('strides') ? call.config.sizes('strides', 2, 1) : kernelSize;
      return pooled(call, op, value, kernelSize, stride);
    });
}

function pooling1d(op: string): LayerMapper {
  return (call) =>
    channelsLastIn(call, call.inputOfRank(3), (value) => {
      const [batch, length, channels] = value.shape as [number, number, number];
      const [size] = call.config.sizes('pool_size', 1, 2) as [number];
      const [step] = (call.config.has('strides') ? call.config.sizes('strides', 1, 1) : [size]) as [number];
      const row = call.layers.reshape(value, [batch, 1, length, channels]);
      const made = pooled(call, op, row, [1, size], [1, step]);
      return call.layers.reshape(made, [batch, made.shape[2]!, channels]);
    });
}

/** Over all positions, to [N, C], or [N, 1, 1, C] with `keepdims`. */
function globalPooling(op: string, rank: number): LayerMapper {
  return (call) => {
    const input = call.inputOfRank(rank);
    const keepsAxes = call.config.boolean('keepdims', false);
    const isFirst = call.config.text('data_format', 'channels_last') === 'channels_first';
    const axes = Array.from({ length: rank - 2 }, (_, at) => at + (isFirst ? 2 : 1));
    return call.layers.reduce(op, input, axes, keepsAxes);
  };
}

export const poolingLayers: Readonly<Record<string, LayerMapper>> = {
  MaxPooling1D: pooling1d('maxPool2d'),
  MaxPooling2D: pooling2d('maxPool2d'),
  AveragePooling1D: pooling1d('avgPool2d'),
  AveragePooling2D: pooling2d('avgPool2d'),
  GlobalAveragePooling1D: globalPooling('mean', 3),
  GlobalAveragePooling2D: globalPooling('mean', 4),
  GlobalMaxPooling1D: globalPooling('amax', 3),
  GlobalMaxPooling2D: globalPooling('amax', 4),
};
