import { BATCH, countElements } from '../../graph/shape.ts';
import { type Call, formatDims } from '../call.ts';

/** The shape a Reshape gives: -1 takes what is left, a batch that the source fixes becomes N again. */
export function reshapedTo(call: Call, from: readonly number[], target: readonly number[]): number[] {
  const sizes = [...target];
  if (from[0] === BATCH && sizes[0] === call.scope.fixedBatch) sizes[0] = BATCH;
  const open = sizes.indexOf(-1);
  if (open >= 0) sizes[open] = countElements(from) / countElements(sizes.filter((_, axis) => axis !== open));
  const isFit = sizes.every((size) => Number.isSafeInteger(size) && size >= 0);
  if (isFit && countElements(sizes) === countElements(from)) return sizes;
  return call.fail(`reshapes ${formatDims(from)} to ${formatDims(target)}: element counts differ`);
}

export function squeezed(call: Call, from: readonly number[]): number[] {
  const named = call.attributes.numbers('squeeze_dims') ?? call.attributes.numbers('axis') ?? [];
  const axes = named.map((axis) => call.axis(axis, from.length));
  const wrong = axes.find((axis) => from[axis] !== 1);
  if (wrong !== undefined)
    call.fail(`squeezes ${formatDims(from)} at axis ${wrong}, expected the size 1 there`);
  return from.filter((size, axis) => (axes.length > 0 ? !axes.includes(axis) : size !== 1));
}

export function expanded(call: Call, from: readonly number[]): number[] {
  const axis = call.axis(
    call.inputs[1] ? call.integer(1, 'axis') : call.attributes.number('axis', 0),
    from.length + 1,
  );
  return from.toSpliced(axis, 0, 1);
}

export interface Range {
  readonly axis: number;
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

/** Slice: `begin` and `size`, where -1 is all that is left. */
export function slicedRanges(call: Call, shape: readonly number[]): Range[] {
  const [begin, size] = [call.integers(1, 'begin'), call.integers(2, 'size')];
  if (begin.length !== shape.length || size.length !== shape.length)
    call.fail(`slices ${formatDims(shape)} from [${begin}] by [${size}]`);
  return shape.map((length, axis) => {
    const start = begin[axis]!;
    const isBatch = axis === 0 && length === BATCH && (size[0] === call.scope.fixedBatch || size[0] === -1);
    const count = isBatch || size[axis] === -1 ? length - start : size[axis]!;
    if (!(start >= 0 && count >= 0 && start + count <= length))
      call.fail(`slices ${formatDims(shape)} from [${begin}] by [${size}]`);
    return { axis, start, step: 1, count };
  });
}

/** StridedSlice with its masks: ranges of the source's axes, and the shape that stays when axes went and came. */
export function stridedRanges(call: Call, shape: readonly number[]): { ranges: Range[]; result: number[] } {
  const [begin, end] = [call.integers(1, 'begin'), call.integers(2, 'end')];
  const strides = call.inputs[3] ? call.integers(3, 'strides') : begin.map(() => 1);
  if (end.length !== begin.length || strides.length !== begin.length || begin.length > 64)
    call.fail(`has ${begin.length} begins, ${end.length} ends and ${strides.length} strides`);
  const mask = (name: string) => {
    const bits = call.attributes.number(name, 0);
    return (at: number) => ((bits >>> at) & 1) === 1;
  };
  const [fromStart, toEnd, ellipsis, isNew, shrinks] = [
    mask('begin_mask'),
    mask('end_mask'),
    mask('ellipsis_mask'),
    mask('new_axis_mask'),
    mask('shrink_axis_mask'),
  ];
  const named = begin.filter((_, at) => !ellipsis(at) && !isNew(at)).length;
  if (named > shape.length) call.fail(`slices ${named} axes of ${formatDims(shape)}`);
  const ranges: Range[] = [];
  const result: number[] = [];
  const keep = () => {
    const axis = ranges.length;
    ranges.push({ axis, start: 0, step: 1, count: shape[axis]! });
    result.push(shape[axis]!);
  };
  let hidden = shape.length - named;
  for (const [at, first] of begin.entries()) {
    if (ellipsis(at)) {
      for (; hidden > 0; hidden--) keep();
      continue;
    }
    if (isNew(at)) {
      result.push(1);
      continue;
    }
    const axis = ranges.length;
    const size = shape[axis]!;
    if (shrinks(at)) {
      const start = first < 0 ? first + size : first;
      if (!(start >= 0 && start < size)) call.fail(`takes entry ${first} of an axis of ${size}`);
      ranges.push({ axis, start, step: 1, count: 1 });
      continue;
    }
    const step = strides[at]!;
    if (step === 0) call.fail('has the stride 0');
    const [low, high] = step > 0 ? [0, size] : [-1, size - 1];
    const clamp = (place: number) => Math.min(Math.max(place < 0 ? place + size : place, low), high);
    const start = fromStart(at) ? (step > 0 ? 0 : size - 1) : clamp(first);
    const stop = toEnd(at) ? (step > 0 ? size : -1) : clamp(end[at]!);
    const isBatch = size === BATCH && start === 0 && step === 1 && stop === call.scope.fixedBatch;
    const count = isBatch ? size : Math.max(0, Math.ceil((stop - start) / step));
    ranges.push({ axis, start, step, count });
    result.push(count);
  }
  while (ranges.length < shape.length) keep();
  return { ranges, result };
}

/** Sizes of the parts along an axis of `size`. */
export function splitSizes(call: Call, size: number): number[] {
  if (call.node.op === 'SplitV') {
    const sizes = call.integers(1, 'sizes');
    const open = sizes.indexOf(-1);
    const sum = sizes.reduce((total, part, at) => (at === open ? total : total + part), 0);
    if (open >= 0) sizes[open] = size - sum;
    else if (sum !== size) call.fail(`splits ${size} into [${sizes}]`);
    if (sizes.some((part) => part < 0)) call.fail(`splits ${size} into [${sizes}]`);
    return sizes;
  }
  const parts = call.attributes.number('num_split', 1);
  if (!(Number.isInteger(parts) && parts >= 1 && parts <= Math.max(size, 1) && size % parts === 0))
    call.fail(`splits ${size} into ${parts} parts`);
  return new Array<number>(parts).fill(size / parts);
}
