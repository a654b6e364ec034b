import type { Placed } from '../flatModel.ts';
import { transpose } from './transpose.ts';

/** Where each axis of TF.js's layout stands in PyTorch's: `weight` of the op becomes what TF.js multiplies by. */
const weightAxes: Readonly<Record<string, readonly number[]>> = {
  conv2d: [2, 3, 1, 0], // [OC,IC,KH,KW] to [KH,KW,IC,OC]
  convTranspose2d: [2, 3, 1, 0], // [IC,OC,KH,KW] to [KH,KW,OC,IC]
  linear: [1, 0], // [OF,IF] to [IF,OF]
};
/** [C,1,KH,KW] to [KH,KW,C,1]. */
const depthwiseAxes = [2, 3, 0, 1];

/**
 * A weight as TF.js wants it. A constant that is as an image is, [1,C,H,W], becomes as TF.js's images are. TF.js has depthwise
 * convolutions but no other groups: those become dense weights with zeros between the groups.
 */
export function placeWeight(
  op: string,
  role: string,
  values: Float32Array,
  shape: readonly number[],
  groups = 1,
): Placed {
  if (role !== 'weight') return shape.length === 4 ? moved(values, shape, [0, 2, 3, 1]) : { values, shape };
  const axes = weightAxes[op];
  if (axes === undefined) return { values, shape };
  if (groups === 1) return moved(values, shape, axes);
  if (op === 'conv2d' && shape[0] === groups && shape[1] === 1) return moved(values, shape, depthwiseAxes);
  const dense = withoutGroups(values, shape, groups);
  return moved(dense.values, dense.shape, axes);
}

function moved(values: Float32Array, shape: readonly number[], axes: readonly number[]): Placed {
  return { values: transpose(values, shape, axes), shape: axes.map((axis) => shape[axis]!) };
}

/** [A,B/groups,KH,KW] as [A,B,KH,KW]: row a belongs to group floor(a / (A/groups)), whose B/groups columns it has. */
function withoutGroups(values: Float32Array, shape: readonly number[], groups: number): Placed {
  const [rows, columns, height, width] = shape as [number, number, number, number];
  const area = height * width;
  const dense = new Float32Array(rows * columns * groups * area);
  for (let row = 0; row < rows; row++) {
    const group = Math.floor((row * groups) / rows);
    const part = values.subarray(row * columns * area, (row + 1) * columns * area);
    dense.set(part, (row * columns * groups + group * columns) * area);
  }
  return { values: dense, shape: [rows, columns * groups, height, width] };
}
