import type { Attributes } from './encodeOnnx.ts';
import { type LastNode, type NodeCall, scalar } from './nodeCall.ts';

interface Pool {
  readonly kernelSize: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly dilation: readonly number[];
  readonly ceilMode: boolean;
  readonly countIncludePad: boolean;
}

/**
 * Runtimes differ in which windows `ceil_mode` has. Here padding at the end makes exactly the room that the output's windows
 * take: it counts neither in a maximum nor in the means below. `padded` is what the input has been padded by before.
 */
function geometry(call: NodeCall<Pool>, padded: readonly number[]): Attributes {
  const { kernelSize, stride, padding, dilation } = call.attributes;
  const ends = [0, 1].map((axis) => {
    const reach = (kernelSize[axis]! - 1) * dilation[axis]! + 1;
    const end = (call.output[axis + 2]! - 1) * stride[axis]! + reach - padding[axis]!;
    return Math.max(0, end - call.shapes[0]![axis + 2]! - padded[axis + 2]!);
  });
  return {
    kernel_shape: { ints: kernelSize },
    strides: { ints: stride },
    pads: { ints: [padding[0]! - padded[0]!, padding[1]! - padded[1]!, ...ends] },
  };
}

const unpadded = [0, 0, 0, 0];

function maxPool2d(call: NodeCall<Pool>): LastNode {
  const dilations = { ints: call.attributes.dilation };
  return ['MaxPool', call.inputs, { ...geometry(call, unpadded), dilations }];
}

/** Padding that counts is made before, so that what ceil mode adds does not. */
function avgPool2d(call: NodeCall<Pool>): LastNode {
  const { padding, countIncludePad } = call.attributes;
  const count_include_pad = { int: 0 };
  if (!countIncludePad || padding.every((side) => side === 0))
    return ['AveragePool', call.inputs, { ...geometry(call, unpadded), count_include_pad }];
  const [top, left, bottom, right] = padding as [number, number, number, number];
  const pads = call.graph.integers([0, 0, top, left, 0, 0, bottom, right]);
  const padded = call.step('Pad', [call.inputs[0], pads, scalar(call, 0)], { mode: { text: 'constant' } });
  return ['AveragePool', [padded], { ...geometry(call, padding), count_include_pad }];
}

export const pooling = { maxPool2d, avgPool2d };
