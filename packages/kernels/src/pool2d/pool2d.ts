import { activationLayout, channelGroups } from '../activationLayout.ts';
import { booleanAttribute, integersAttribute } from '../attributes.ts';
import { checkRank } from '../checkShape.ts';
import { flatWorkgroups } from '../dispatch.ts';
import type { Kernel, Operation } from '../kernel.ts';
import { formatShape } from '../tensor.ts';
import { type WindowAttributes, windowConstants } from '../windowConstants.ts';
import code from './pool2d.wgsl?raw';

/** `stride` is kernelSize by default; a `dilation` only maxPool2d has. */
export interface Pool2dAttributes extends WindowAttributes {
  readonly kernelSize: readonly number[]; // [height, width]
  /** The last window may reach beyond the padding. */
  readonly ceilMode: boolean;
  /** avgPool2d only: zeros of the padding count. */
  readonly countIncludePad: boolean;
}

function poolKernel(name: string, isMean: boolean): Kernel<Pool2dAttributes> {
  return {
    name,
    code,
    bindings: [
      { name: 'output', access: 'read_write' },
      { name: 'input', access: 'read' },
    ],
    epilogue: false,
    constants: ({ inputs, output, attributes }) => {
      const { kernelSize, padding, countIncludePad } = attributes;
      const counted = countIncludePad ? padding : [0, 0, 0, 0];
      return {
        ...windowConstants(inputs[0]!, output, kernelSize, attributes),
        GROUPS: channelGroups(output[1]!),
        MEAN: isMean ? 1 : 0,
        COUNTED_TOP: counted[0]!,
        COUNTED_LEFT: counted[1]!,
        COUNTED_BOTTOM: counted[2]!,
        COUNTED_RIGHT: counted[3]!,
      };
    },
    workgroups: ({ output }) => flatWorkgroups(activationLayout(output).vectors),
  };
}

/** Windows along one axis. As in PyTorch, none starts behind the input and the padding before it. */
function windowCount(attributes: Pool2dAttributes, axis: 0 | 1, input: number, where: string): number {
  const [kernel, stride, dilation] = (['kernelSize', 'stride', 'dilation'] as const).map(
    (name) => attributes[name][axis]!,
  ) as [number, number, number];
  const [before, after] = [attributes.padding[axis]!, attributes.padding[axis + 2]!];
  if (Math.max(before, after) >= kernel) {
    const found = `${where}: padding is ${formatShape(attributes.padding)}`;
    throw new RangeError(`${found}, expected less than the kernel ${formatShape(attributes.kernelSize)}`);
  }
  const reach = (kernel - 1) * dilation + 1;
  const room = input + before + after - reach;
  if (room < 0) {
    throw new RangeError(`${where}: the kernel reaches over ${reach}, expected at most ${reach + room}`);
  }
  const isBehind = attributes.ceilMode && Math.ceil(room / stride) * stride >= input + before;
  const count = (attributes.ceilMode && !isBehind ? Math.ceil : Math.floor)(room / stride) + 1;
  for (let window = 0; window * stride < before; window++) {
    // The first tap within the input; with a dilation there may be none.
    const start = window * stride - before;
    if (window < count && start + Math.ceil(-start / dilation) * dilation >= input) {
      throw new RangeError(
        `${where}: window ${window} holds nothing but padding, expected some of the input`,
      );
    }
  }
  return count;
}

function poolOperation(name: string, isMean: boolean): Operation<Pool2dAttributes> {
  return {
    name,
    inputs: { min: 1, max: 1 },
    weights: {},
    parseAttributes: (raw, where) => {
      const size = { min: 1, max: 4096 };
      const kernelSize = integersAttribute(raw, 'kernelSize', undefined, size, where, 2);
      return {
        kernelSize,
        stride: integersAttribute(raw, 'stride', kernelSize, size, where, 2),
        padding: integersAttribute(raw, 'padding', [0, 0, 0, 0], { min: 0, max: 4095 }, where, 4),
        dilation: isMean ? [1, 1] : integersAttribute(raw, 'dilation', [1, 1], size, where, 2),
        ceilMode: booleanAttribute(raw, 'ceilMode', false, where),
        countIncludePad: isMean && booleanAttribute(raw, 'countIncludePad', true, where),
      };
    },
    outputShape({ inputs, attributes }, where) {
      checkRank(inputs[0], 4, 4, where);
      const [batch, channels, height, width] = inputs[0] as [number, number, number, number];
      const rows = windowCount(attributes, 0, height, where);
      return [batch, channels, rows, windowCount(attributes, 1, width, where)];
    },
    kernels: [poolKernel(name, isMean)],
  };
}

/** `torch.nn.functional.max_pool2d` of [N, C, H, W], with a padding for each side. */
export const maxPool2d = poolOperation('maxPool2d', false);

/** `torch.nn.functional.avg_pool2d` of [N, C, H, W], with a padding for each side. */
export const avgPool2d = poolOperation('avgPool2d', true);
