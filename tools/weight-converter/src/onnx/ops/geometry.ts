import { formatDims } from '../../graph/shape.ts';
import type { Activation, Call } from '../call.ts';

/** Attributes that convolutions and pooling share, one entry for each spatial axis; pads are all starts, then all ends. */
export interface Geometry {
  readonly input: Activation;
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly pads: readonly number[];
  readonly autoPad: string;
}

/** @param axes how many spatial axes the operation takes at most */
export function readGeometry(call: Call, input: Activation, kernel: readonly number[], axes = 2): Geometry {
  const spatial = input.shape.length - 2;
  if (spatial < 1 || spatial > axes || kernel.length !== spatial) {
    const expected = ['[N,C,W]', '[N,C,H,W]', '[N,C,D,H,W]'].slice(0, axes).join(' or ');
    call.fail(
      `${call.node.op} with ${spatial} spatial axes (${formatDims(input.shape)}) and a kernel of ${kernel.length}, expected ${expected}`,
    );
  }
  const list = (name: string, length: number, fallback: number) => {
    const values = call.integers(name) ?? new Array<number>(length).fill(fallback);
    const fits = values.length === length && values.every((value) => value >= fallback);
    return fits ? values : call.fail(`${name} is [${values}], expected ${length} numbers from ${fallback}`);
  };
  return {
    input,
    kernel,
    stride: list('strides', spatial, 1),
    dilation: list('dilations', spatial, 1),
    pads: list('pads', 2 * spatial, 0),
    autoPad: call.text('auto_pad', 'NOTSET') || 'NOTSET',
  };
}

/** Starts, then ends of a total per axis; the odd one goes to the end, or to the start for SAME_LOWER. */
export function share(totals: readonly number[], extraFirst: boolean): number[] {
  const first = totals.map((total) => (extraFirst ? Math.ceil(total / 2) : Math.floor(total / 2)));
  return [...first, ...totals.map((total, axis) => total - first[axis]!)];
}

/** Explicit pads of Conv and pooling, whatever `auto_pad` says. */
export function resolvePads(call: Call, geometry: Geometry): readonly number[] {
  const { autoPad, input, kernel, stride, dilation, pads } = geometry;
  if (autoPad === 'NOTSET') return pads;
  if (autoPad === 'VALID') return pads.map(() => 0);
  if (!autoPad.startsWith('SAME_'))
    call.fail(`auto_pad is "${autoPad}", expected NOTSET, VALID, SAME_UPPER or SAME_LOWER`);
  const totals = kernel.map((size, axis) => {
    const length = input.shape[2 + axis]!;
    const outputs = Math.ceil(length / stride[axis]!);
    return Math.max(0, (outputs - 1) * stride[axis]! + dilation[axis]! * (size - 1) + 1 - length);
  });
  return share(totals, autoPad === 'SAME_LOWER');
}

/** `[N,C,W]` as `[N,C,W,1]`: what is done along two axes serves one. */
export function planar(call: Call, input: Activation): Activation {
  return input.shape.length === 3 ? call.reshape(input, [...input.shape.slice(1), 1]) : input;
}

/** One entry as two, the second for an axis of size 1. */
export function pair(values: readonly number[], second: number): number[] {
  return values.length === 1 ? [values[0]!, second] : [...values];
}

/** `[start, end]` as `[top, left, bottom, right]`. */
export function padsOfPlane(pads: readonly number[]): number[] {
  return pads.length === 2 ? [pads[0]!, 0, pads[1]!, 0] : [...pads];
}
