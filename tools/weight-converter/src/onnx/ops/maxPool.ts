import { formatDims } from '../../graph/shape.ts';
import type { Activation, Call } from '../call.ts';
import { readGeometry, resolvePads } from './convolution.ts';
import type { Mapper } from './mapper.ts';

/**
 * Maximum of the shifted views of a window, pair by pair: max(a, b) = a + relu(b - a). Edges are repeated where ONNX
 * pads with -infinity: a padded window always holds its edge too.
 */
const maxPool: Mapper = (call) => {
  const kernel = call.integers('kernel_shape') ?? call.fail('has no kernel_shape');
  const geometry = readGeometry(call, kernel);
  const padding = resolvePads(call, geometry);
  const { stride, dilation } = geometry;
  if (call.integer('ceil_mode', 0) === 1) call.fail('ceil_mode = 1 is not supported');
  if (dilation.some((step) => step !== 1)) call.fail(`dilations are [${dilation}], expected [1,1]`);
  if (kernel.some((size) => !(size >= 1 && size <= 5)))
    call.fail(`kernel is [${kernel}], expected at most 5 x 5`);
  if (padding.some((amount, at) => amount >= kernel[at % 2]!))
    call.fail(`pads are [${padding}] for [${kernel}]`);
  const padded = padding.some((amount) => amount > 0)
    ? call.builder.add('pad2d', [geometry.input], { attributes: { padding, mode: 'replicate' } })
    : geometry.input;
  const rows = maximumAlong(call, padded, 2, kernel[0]!, stride[0]!);
  return maximumAlong(call, rows, 3, kernel[1]!, stride[1]!);
};

function maximumAlong(
  call: Call,
  input: Activation,
  axis: 2 | 3,
  kernel: number,
  stride: number,
): Activation {
  const outputs = Math.floor((input.shape[axis]! - kernel) / stride) + 1;
  if (!(outputs >= 1)) call.fail(`kernel ${kernel} does not fit ${formatDims(input.shape)}`);
  const view = (shift: number) =>
    call.builder.add('slice', [input], {
      attributes: {
        starts: [shift],
        ends: [shift + (outputs - 1) * stride + 1],
        axes: [axis],
        steps: [stride],
      },
    });
  let largest = view(0);
  for (let shift = 1; shift < kernel; shift++) {
    const difference = call.builder.add('add', [view(shift), call.multiply(largest, -1)]);
    largest = call.builder.add('add', [largest, call.builder.add('relu', [difference])]);
  }
  return largest;
}

export const maxPoolOps: Readonly<Record<string, Mapper>> = { MaxPool: maxPool };
