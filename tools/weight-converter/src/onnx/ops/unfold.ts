import { makeWeight } from '../../graph/graphBuilder.ts';
import type { Activation, Call } from '../call.ts';

/** How windows lie along two spatial axes, or three. */
export interface Windows {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  /** All starts, then all ends. */
  readonly padding: readonly number[];
  readonly outputPadding: readonly number[];
}

/** A convolution that copies: each of the kernel's taps is a channel of its own, those of one channel side by side. */
function tapKernel(call: Call, channels: number, [height = 1, width = 1]: readonly number[]) {
  const taps = height * width;
  const data = call.budget.zeros(channels * taps * taps);
  for (let row = 0; row < channels * taps; row++) data[row * taps + (row % taps)] = 1;
  return makeWeight(`${call.builder.hint}.taps`, [channels * taps, 1, height, width], data);
}

/** `torch.nn.functional.unfold`: `[N,C,spatial]` to `[N, C, taps, outputs]`, both as one axis, and the output's sizes. */
export function unfolded(
  call: Call,
  input: Activation,
  windows: Windows,
): { rows: Activation; sizes: readonly number[] } {
  const [channels = 1, ...spatial] = input.shape.slice(1);
  if (spatial.length === 3) return unfoldedVolume(call, input, windows);
  const columns = call.builder.add('conv2d', [input], {
    weights: { weight: tapKernel(call, channels, windows.kernel) },
    attributes: {
      stride: windows.stride,
      padding: windows.padding,
      dilation: windows.dilation,
      groups: channels,
    },
  });
  const sizes = columns.shape.slice(2);
  return { rows: call.reshape(columns, [columns.shape[1]!, sizes[0]! * sizes[1]!]), sizes };
}

/** Depth first, with every plane as a row; then the planes. */
function unfoldedVolume(call: Call, input: Activation, windows: Windows) {
  const [channels = 1, depth = 1, height = 1, width = 1] = input.shape.slice(1);
  const { along, across } = parts(windows);
  const deep = unfolded(call, call.reshape(input, [channels, depth, height * width]), along);
  const [layers = 1] = deep.sizes;
  const flat = unfolded(call, call.reshape(deep.rows, [deep.rows.shape[1]! * layers, height, width]), across);
  const taps = across.kernel[0]! * across.kernel[1]!;
  const area = flat.sizes[0]! * flat.sizes[1]!;
  const rows = call.reshape(flat.rows, [deep.rows.shape[1]!, layers, taps, area]);
  return {
    rows: call.reshape(call.permute(rows, [0, 1, 3, 2, 4]), [deep.rows.shape[1]! * taps, layers * area]),
    sizes: [layers, ...flat.sizes],
  };
}

/** `torch.nn.functional.fold`: `[N, C * taps, inputs]` to `[N,C,spatial]`, where taps that meet are added. */
export function folded(call: Call, rows: Activation, sizes: readonly number[], windows: Windows): Activation {
  if (sizes.length === 3) return foldedVolume(call, rows, sizes, windows);
  const [height = 1, width = 1] = windows.kernel;
  const channels = rows.shape[1]! / (height * width);
  return call.builder.add('convTranspose2d', [call.reshape(rows, [rows.shape[1]!, ...sizes])], {
    weights: { weight: tapKernel(call, channels, windows.kernel) },
    attributes: {
      stride: windows.stride,
      padding: windows.padding,
      outputPadding: windows.outputPadding,
      dilation: windows.dilation,
      groups: channels,
    },
  });
}

/** The planes first, then depth. */
function foldedVolume(call: Call, rows: Activation, sizes: readonly number[], windows: Windows): Activation {
  const [depth = 1, height = 1, width = 1] = sizes;
  const { along, across } = parts(windows);
  const taps = across.kernel[0]! * across.kernel[1]!;
  const outer = rows.shape[1]! / taps;
  const apart = call.permute(call.reshape(rows, [outer, taps, depth, height * width]), [0, 1, 3, 2, 4]);
  const planes = folded(
    call,
    call.reshape(apart, [outer * depth * taps, height * width]),
    [height, width],
    across,
  );
  const [rowsOut = 1, columnsOut = 1] = planes.shape.slice(2);
  const layers = call.reshape(planes, [outer, depth * rowsOut * columnsOut]);
  const volume = folded(call, layers, [depth, rowsOut * columnsOut], along);
  return call.reshape(volume, [volume.shape[1]!, volume.shape[2]!, rowsOut, columnsOut]);
}

/** The first axis (with an axis of size 1 in place of what is left alone) and the other two. */
function parts(windows: Windows): { along: Windows; across: Windows } {
  const take = (from: number, to: number, second: readonly number[]): Windows => {
    const list = (values: readonly number[], other: number) => [
      ...values.slice(from, to),
      ...second.map(() => other),
    ];
    const pads = (start: number) => list(windows.padding.slice(start, start + 3), 0);
    return {
      kernel: list(windows.kernel, 1),
      stride: list(windows.stride, 1),
      dilation: list(windows.dilation, 1),
      padding: [...pads(0), ...pads(3)],
      outputPadding: list(windows.outputPadding, 0),
    };
  };
  return { along: take(0, 1, [0]), across: take(1, 3, []) };
}
