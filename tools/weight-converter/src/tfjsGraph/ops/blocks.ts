import { type Call, formatDims, type SourceValue } from '../call.ts';
import { isBlocked } from '../value.ts';
import { refuseChannelsFirst } from './convolution.ts';
import type { Mapper, Mappers } from './mapper.ts';

function picture(call: Call): { value: SourceValue; size: readonly [number, number, number]; block: number } {
  refuseChannelsFirst(call);
  const value = call.value(0);
  const block = call.attributes.number('block_size', 0);
  const [, height, width, channels] = value.shape;
  if (value.shape.length !== 4 || !(Number.isInteger(block) && block >= 1))
    call.fail(`of ${formatDims(value.shape)} by blocks of ${block}, expected [N,height,width,channels]`);
  return { value, size: [height!, width!, channels!], block };
}

/** Permutes a value of six axes and holds it with the last first, where the reshape that follows moves nothing. */
function regrouped(call: Call, value: SourceValue, dims: readonly number[]): SourceValue {
  return call.layers.fromChannelsFirst(call.layers.channelsFirst(call.layers.permute(value, dims)));
}

const depthToSpace: Mapper = (call) => {
  const { value, size, block } = picture(call);
  const [height, width, channels] = size;
  const rest = channels / block ** 2;
  if (!Number.isInteger(rest)) call.fail(`of ${channels} channels by blocks of ${block}`);
  const parted = call.layers.reshape(value, [value.shape[0]!, height, width, block, block, rest]);
  const moved = regrouped(call, parted, [0, 1, 3, 2, 4, 5]);
  return call.layers.reshape(moved, [value.shape[0]!, height * block, width * block, rest]);
};

const spaceToDepth: Mapper = (call) => {
  const { value, size, block } = picture(call);
  const [height, width, channels] = size;
  const [rows, columns] = [height / block, width / block];
  if (!Number.isInteger(rows) || !Number.isInteger(columns))
    call.fail(`of ${height} x ${width} by blocks of ${block}`);
  const parted = call.layers.reshape(value, [value.shape[0]!, rows, block, columns, block, channels]);
  const moved = call.layers.permute(parted, [0, 1, 3, 2, 4, 5]);
  return call.layers.reshape(moved, [value.shape[0]!, rows, columns, block * block * channels]);
};

function blockShape(call: Call, role: string): { block: [number, number]; amounts: number[] } {
  const block = call.integers(1, 'block shape');
  const amounts = call.integers(2, role);
  if (
    block.length !== 2 ||
    amounts.length !== 4 ||
    amounts.some((amount) => amount < 0) ||
    Math.min(...block) < 1
  )
    call.fail(`has blocks of [${block}] and ${role} [${amounts}], expected two and four numbers`);
  return { block: [block[0]!, block[1]!], amounts };
}

/** Pads now; that what follows works on blocks is only noted. */
const spaceToBatch: Mapper = (call) => {
  const value = call.value(0);
  const { block, amounts } = blockShape(call, 'paddings');
  const [top, bottom, left, right] = amounts as [number, number, number, number];
  const [, height, width] = value.shape;
  const size = [height! + top + bottom, width! + left + right];
  if (value.shape.length !== 4 || size.some((length, axis) => length % block[axis]! !== 0))
    call.fail(`of ${formatDims(value.shape)} padded to [${size}] by blocks of [${block}]`);
  const attributes = { padding: [top, left, bottom, right], mode: 'zero' };
  const of = amounts.every((amount) => amount === 0)
    ? value
    : call.layers.add('pad2d', value, { attributes });
  return { kind: 'blocked', of, block };
};

const batchToSpace: Mapper = (call) => {
  const blocked = call.inputs[0];
  if (!isBlocked(blocked)) return call.fail('without SpaceToBatchND before it would mix the batch');
  const { block, amounts } = blockShape(call, 'crops');
  if (block.join() !== blocked.block.join())
    call.fail(`has blocks of [${block}], expected those of SpaceToBatchND, [${blocked.block}]`);
  const { of } = blocked;
  const ranges = [0, 1].map((at) => {
    const axis = at + 1;
    return { axis, start: amounts[2 * at]!, end: of.shape[axis]! - amounts[2 * at + 1]!, step: 1 };
  });
  return call.layers.slice(
    of,
    ranges.filter(({ axis, start, end }) => start > 0 || end < of.shape[axis]!),
  );
};

export const blockOps: Mappers = {
  DepthToSpace: depthToSpace,
  SpaceToDepth: spaceToDepth,
  SpaceToBatchND: spaceToBatch,
  BatchToSpaceND: batchToSpace,
};
