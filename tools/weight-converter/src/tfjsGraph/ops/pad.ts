import { type Call, formatDims, type SourceValue } from '../call.ts';
import type { Mapper, Mappers } from './mapper.ts';

type Amounts = readonly (readonly [before: number, after: number])[];

function readAmounts(call: Call, value: SourceValue): Amounts {
  const list = call.integers(1, 'paddings');
  const rank = value.shape.length;
  if (list.length !== 2 * rank || list.some((amount) => amount < 0))
    call.fail(`its paddings are [${list}] for ${formatDims(value.shape)}, expected two for each axis`);
  const amounts = value.shape.map((_, axis) => [list[2 * axis]!, list[2 * axis + 1]!] as const);
  if (amounts[0]![0] + amounts[0]![1] > 0) call.fail('pads the batch');
  return amounts;
}

/** Padding of the axes between batch and channels. */
function padSpatial(
  call: Call,
  value: SourceValue,
  amounts: Amounts,
  mode: string,
  fill: number,
): SourceValue {
  const spatial = amounts.slice(1, -1);
  if (spatial.every(([before, after]) => before + after === 0)) return value;
  const { shape } = value;
  if (shape.length !== 3 && shape.length !== 4)
    call.fail(`pads ${formatDims(shape)} by [${amounts}], expected [N,height,width,channels]`);
  // A sequence is a picture of width 1.
  const [rows, columns = [0, 0] as const] = spatial as [Amounts[number], Amounts[number]?];
  const picture = shape.length === 3 ? call.layers.reshape(value, shape.toSpliced(2, 0, 1)) : value;
  const padding = [rows[0], columns[0], rows[1], columns[1]];
  const attributes = { padding, mode, ...(mode === 'zero' && fill !== 0 && { value: fill }) };
  const padded = call.layers.add('pad2d', picture, { attributes });
  return shape.length === 3 ? call.layers.reshape(padded, padded.shape.toSpliced(2, 1)) : padded;
}

/** Channels of one value before and behind those there are. */
function padChannels(call: Call, value: SourceValue, amounts: Amounts, fill: number): SourceValue {
  const last = value.shape.length - 1;
  const block = (size: number) => {
    const shape = value.shape.map((length, axis) => (axis === 0 ? 1 : axis === last ? size : length));
    const data = call.budget.zeros(shape.reduce((product, length) => product * length, 1)).fill(fill);
    return call.broadcastToBatch({
      kind: 'constant',
      name: `${call.resultName}.fill`,
      type: 'float',
      shape,
      data,
    });
  };
  const [before, after] = amounts[last]!;
  if (last === 0 || before + after === 0) return value;
  const parts = [...(before ? [block(before)] : []), value, ...(after ? [block(after)] : [])];
  return call.layers.concat(parts, last);
}

const pad: Mapper = (call) => {
  const value = call.value(0);
  const amounts = readAmounts(call, value);
  const fill = call.optionalConstant(2, 'value')?.data[0] ?? 0;
  return padChannels(call, padSpatial(call, value, amounts, 'zero', fill), amounts, fill);
};

const mirrorPad: Mapper = (call) => {
  const value = call.value(0);
  const amounts = readAmounts(call, value);
  const mode = call.attributes.text('mode', 'REFLECT').toUpperCase();
  if (amounts.at(-1)!.some((amount) => amount > 0)) call.fail('mirrors channels');
  if (mode === 'REFLECT') return padSpatial(call, value, amounts, 'reflect', 0);
  if (mode !== 'SYMMETRIC') call.fail(`mode is "${mode}", expected REFLECT or SYMMETRIC`);
  if (amounts.flat().some((amount) => amount > 1))
    call.fail(`is SYMMETRIC by [${amounts}], expected REFLECT, or at most 1`);
  // One row beyond the edge is the edge again.
  return padSpatial(call, value, amounts, 'replicate', 0);
};

export const padOps: Mappers = { Pad: pad, PadV2: pad, MirrorPad: mirrorPad };
