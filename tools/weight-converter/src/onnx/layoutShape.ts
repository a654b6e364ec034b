import { BATCH, countElements, formatDims } from '../graph/shape.ts';
import type { Call } from './call.ts';

/** An axis counted from the end where negative. */
export function axisOf(call: Call, axis: number, rank: number): number {
  const positive = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(positive) || positive < 0 || positive >= Math.max(rank, 1)) {
    call.fail(`axis ${axis} of ${rank} axes is out of range`);
  }
  return positive;
}

/** The shape a Reshape gives: 0 keeps an axis, -1 takes what is left, a fixed batch becomes N again. */
export function reshapedTo(call: Call, from: readonly number[], target: readonly number[]): number[] {
  const keepsZero = call.integer('allowzero', 0) === 1;
  const sizes = target.map((size, axis) => (size === 0 && !keepsZero ? (from[axis] ?? 0) : size));
  // Exported with a fixed batch: the batch axis of the target is a plain number.
  if (from[0] === BATCH && sizes[0] === call.fixedBatch) sizes[0] = BATCH;
  const open = sizes.indexOf(-1);
  if (open >= 0) sizes[open] = countElements(from) / countElements(sizes.filter((size) => size !== -1));
  if (countElements(sizes) === countElements(from) && sizes.every(Number.isSafeInteger)) return sizes;
  return call.fail(`Reshape of ${formatDims(from)} to ${formatDims(target)}: element counts differ`);
}

export function squeezed(call: Call, from: readonly number[]): number[] {
  const axes = call.list('axes', 1)?.map((axis) => axisOf(call, axis, from.length));
  axes?.forEach((axis) => {
    if (from[axis] !== 1)
      call.fail(`Squeeze of ${formatDims(from)} at axis ${axis}, expected the size 1 there`);
  });
  return from.filter((size, axis) => (axes ? !axes.includes(axis) : size !== 1));
}

export function unsqueezed(call: Call, from: readonly number[]): number[] {
  const axes = call.list('axes', 1) ?? call.fail('has no axes');
  const rank = from.length + axes.length;
  if (rank > 64) call.fail(`gives ${rank} axes, expected at most 6`);
  const added = new Set(axes.map((axis) => axisOf(call, axis, rank)));
  const sizes = from.values();
  return Array.from({ length: rank }, (_, axis) => (added.has(axis) ? 1 : (sizes.next().value ?? 1)));
}

export function flattened(call: Call, from: readonly number[]): number[] {
  const axis = call.integer('axis', 1);
  const at = axis < 0 ? axis + from.length : axis;
  return [countElements(from.slice(0, at)), countElements(from.slice(at))];
}

export interface Range {
  readonly axis: number;
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

/** What Slice takes along each axis it names, clamped as numpy does. */
export function slicedRanges(call: Call, shape: readonly number[]): Range[] {
  const starts = call.list('starts', 1) ?? call.fail('has no starts');
  const ends = call.list('ends', 2) ?? call.fail('has no ends');
  const axes = call.list('axes', 3) ?? starts.map((_, index) => index);
  const steps = call.list('steps', 4) ?? starts.map(() => 1);
  if (ends.length !== starts.length || axes.length !== starts.length || steps.length !== starts.length) {
    call.fail(`has ${starts.length} starts, ${ends.length} ends, ${axes.length} axes, ${steps.length} steps`);
  }
  return axes.map((given, index) => {
    const axis = axisOf(call, given, shape.length);
    const [size, step] = [shape[axis]!, steps[index]!];
    if (!Number.isInteger(step) || step === 0) call.fail(`has the step ${step}`);
    const clamp = (at: number) =>
      Math.min(Math.max(at < 0 ? at + size : at, step > 0 ? 0 : -1), step > 0 ? size : size - 1);
    const [start, end] = [clamp(starts[index]!), clamp(ends[index]!)];
    return { axis, start, step, count: Math.max(0, Math.ceil((end - start) / step)) };
  });
}

/** Sizes of the parts that Split makes along an axis. */
export function splitSizes(call: Call, size: number): number[] {
  const given = call.list('split', 1);
  if (given) {
    const sum = given.reduce((total, part) => total + part, 0);
    if (sum !== size || given.some((part) => part < 0)) call.fail(`splits ${size} into [${given}]`);
    return given;
  }
  const parts = call.integer('num_outputs', call.node.outputs.length);
  if (!(parts >= 1 && parts <= Math.max(size, 1))) call.fail(`splits ${size} into ${parts} parts`);
  const each = Math.ceil(size / parts);
  return Array.from({ length: parts }, (_, part) => Math.max(0, Math.min(each, size - part * each)));
}
