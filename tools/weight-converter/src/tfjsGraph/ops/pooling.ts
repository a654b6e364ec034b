import { type Call, formatDims } from '../call.ts';
import { readPadding, refuseChannelsFirst, spatialPair } from './convolution.ts';
import type { Mapper, Mappers } from './mapper.ts';

function pool(op: 'maxPool2d' | 'avgPool2d'): Mapper {
  return (call: Call) => {
    refuseChannelsFirst(call);
    const value = call.value(0);
    const { shape } = value;
    if (shape.length !== 4) call.fail(`of ${formatDims(shape)}, expected [N,height,width,channels]`);
    const kernelSize = spatialPair(call, 'ksize');
    const stride = spatialPair(call, 'strides');
    const padding = readPadding(call, [shape[1]!, shape[2]!], kernelSize, stride);
    // TensorFlow averages over the values that are there.
    const attributes = { kernelSize, stride, padding, ...(op === 'avgPool2d' && { countIncludePad: false }) };
    return call.layers.add(op, value, { attributes });
  };
}

export const poolingOps: Mappers = { MaxPool: pool('maxPool2d'), AvgPool: pool('avgPool2d') };
