import { channelGroups } from '../activationLayout.ts';
import { booleanAttribute, choiceAttribute } from '../attributes.ts';
import { checkRank, checkShape } from '../checkShape.ts';
import { flatWorkgroups } from '../dispatch.ts';
import type { Call, Kernel, Operation } from '../kernel.ts';
import { formatShape } from '../tensor.ts';
import code from './gridSample.wgsl?raw';

const modes = ['bilinear', 'nearest', 'bicubic'] as const;
const paddingModes = ['zeros', 'border', 'reflection'] as const;

export interface GridSampleAttributes {
  readonly mode: (typeof modes)[number];
  /** What is outside: zeros, the nearest sample inside, or the image mirrored at its edges. */
  readonly paddingMode: (typeof paddingModes)[number];
  /** -1 and 1 are the centres of the outer samples; otherwise their outer edges. */
  readonly alignCorners: boolean;
  /** The grid is [N, 2, OH, OW], as a convolution gives it, which spares its permutation. */
  readonly planarGrid: boolean;
}

/** Groups of four channels that one invocation computes, so that the place is computed once for several. */
function groupsEach({ output }: Call<GridSampleAttributes>): number {
  const groups = channelGroups(output[1]!);
  return [6, 5, 4, 3, 2].find((each) => groups % each === 0) ?? 1;
}

/** From one value of the grid to the next, in values as they lie. */
function gridStrides({ output, attributes }: Call<GridSampleAttributes>): Record<string, number> {
  const [, , height, width] = output as [number, number, number, number];
  if (attributes.planarGrid) {
    return { GRID_AXIS: 1, GRID_COLUMN: 4, GRID_ROW: 4 * width, GRID_IMAGE: 4 * width * height };
  }
  const rows = 4 * channelGroups(height);
  return { GRID_AXIS: rows, GRID_COLUMN: 2 * rows, GRID_ROW: 1, GRID_IMAGE: 2 * rows * width };
}

export const gridSampleKernel: Kernel<GridSampleAttributes> = {
  name: 'gridSample',
  code,
  bindings: [
    { name: 'output', access: 'read_write' },
    { name: 'input', access: 'read' },
    { name: 'grid', access: 'read' },
  ],
  epilogue: false,
  constants: (call) => {
    const [, channels, inputHeight, inputWidth] = call.inputs[0] as [number, number, number, number];
    const { mode, paddingMode, alignCorners } = call.attributes;
    return {
      GROUPS: channelGroups(channels),
      ONE_CHANNEL: channels === 1 ? 1 : 0,
      EACH: groupsEach(call),
      INPUT_HEIGHT: inputHeight,
      INPUT_WIDTH: inputWidth,
      OUTPUT_HEIGHT: call.output[2]!,
      OUTPUT_WIDTH: call.output[3]!,
      ...gridStrides(call),
      MODE: modes.indexOf(mode),
      PADDING: paddingModes.indexOf(paddingMode),
      ALIGN_CORNERS: alignCorners ? 1 : 0,
    };
  },
  workgroups: (call) => {
    const [batch, channels, height, width] = call.output as [number, number, number, number];
    return flatWorkgroups((batch * height * width * channelGroups(channels)) / groupsEach(call));
  },
};

/** Whole numbers up to here are exact in f32. */
const largestSize = 2 ** 23;

/**
 * `torch.nn.functional.grid_sample` of an image [N, C, H, W] and a grid [N, OH, OW, 2] of places, x before y, each from -1 to 1
 * within the image: spatial transformer networks (Jaderberg et al. 2015). `planarGrid` is not PyTorch's. A place that is not a number counts as -1.
 */
export const gridSample: Operation<GridSampleAttributes> = {
  name: 'gridSample',
  inputs: { min: 2, max: 2 },
  weights: {},
  parseAttributes: (raw, where) => ({
    mode: choiceAttribute(raw, 'mode', modes, where),
    paddingMode: choiceAttribute(raw, 'paddingMode', paddingModes, where),
    alignCorners: booleanAttribute(raw, 'alignCorners', false, where),
    planarGrid: booleanAttribute(raw, 'planarGrid', false, where),
  }),
  outputShape({ inputs: [input, grid], attributes: { planarGrid } }, where) {
    checkRank(input, 4, 4, where);
    const expected = planarGrid ? [2, -1, -1] : [-1, -1, 2];
    checkShape(grid, [input[0]!, ...expected], 'grid', where);
    if (Math.max(input[2]!, input[3]!) > largestSize) {
      throw new RangeError(`${where}: input is ${formatShape(input)}, expected sizes up to ${largestSize}`);
    }
    return [input[0]!, input[1]!, ...(planarGrid ? grid.slice(2) : grid.slice(1, 3))];
  },
  kernels: [gridSampleKernel],
};
