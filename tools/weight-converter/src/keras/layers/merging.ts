import { multiplyBy } from '../../channelsLast/scalars.ts';
import type { SourceValue } from '../../channelsLast/sourceValue.ts';
import { formatDims } from '../../graph/shape.ts';
import { axisOf, type LayerCall, type LayerMapper } from '../layerCall.ts';

/** Merge layers give the axes that a smaller input lacks the size 1, behind the batch. */
function sameRank(call: LayerCall): SourceValue[] {
  if (call.inputs.length < 2) call.fail(`reads ${call.inputs.length} tensors, expected two or more`);
  const rank = Math.max(...call.inputs.map(({ shape }) => shape.length));
  return call.inputs.map((input) => {
    const missing = rank - input.shape.length;
    if (missing === 0) return input;
    const [batch, ...sizes] = input.shape as [number, ...number[]];
    return call.layers.reshape(input, [batch, ...new Array<number>(missing).fill(1), ...sizes]);
  });
}

function merging(op: string): LayerMapper {
  return (call) => sameRank(call).reduce((merged, input) => call.layers.binary(op, merged, input));
}

const average: LayerMapper = (call) => multiplyBy(call.layers, merging('add')(call), 1 / call.inputs.length);

const subtract: LayerMapper = (call) => {
  if (call.inputs.length !== 2) call.fail(`reads ${call.inputs.length} tensors, expected two`);
  return merging('sub')(call);
};

const concatenate: LayerMapper = (call) => {
  const rank = call.inputs[0]!.shape.length;
  const odd = call.inputs.find(({ shape }) => shape.length !== rank);
  if (odd) call.fail(`joins ${formatDims(call.inputs[0]!.shape)} and ${formatDims(odd.shape)}`);
  return call.layers.concat(call.inputs, axisOf(call, call.config.integer('axis', -1), rank));
};

export const mergingLayers: Readonly<Record<string, LayerMapper>> = {
  Add: merging('add'),
  Subtract: subtract,
  Multiply: merging('multiply'),
  Average: average,
  Maximum: merging('maximum'),
  Minimum: merging('minimum'),
  Concatenate: concatenate,
};
