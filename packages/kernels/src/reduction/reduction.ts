import { activationLayout, channelGroups } from '../activationLayout.ts';
import { booleanAttribute, integersAttribute } from '../attributes.ts';
import { checkRank, largestRank } from '../checkShape.ts';
import { flatWorkgroups, workgroupSize } from '../dispatch.ts';
import type { Call, Kernel, Operation } from '../kernel.ts';
import { frontAxes, reducedAxes, teamSize } from '../reducedAxes.ts';
import { elementCount } from '../tensor.ts';
import code from './reduction.wgsl?raw';

export interface ReductionAttributes {
  /** Axes that are reduced, from 1 (channels) on or counted from the end; never the batch. */
  readonly dim: readonly number[];
  /** True: they stay with size 1. */
  readonly keepdim: boolean;
}

/** Kernels of one shader, which differ in `KIND` and `DIVISOR`. */
export type ReductionKind = 'mean' | 'sum' | 'amax' | 'amin';

function axesOf({ inputs, attributes: { dim, keepdim } }: Omit<Call<ReductionAttributes>, 'output'>) {
  const shape = inputs[0]!;
  const axes = frontAxes(dim, shape.length, 'reduction');
  const count = elementCount(axes.map((axis) => shape[axis]!));
  return { shape, count, places: reducedAxes(shape, axes, keepdim) };
}

function reductionKernel(kind: ReductionKind): Kernel<ReductionAttributes> {
  return {
    name: kind,
    code,
    bindings: [
      { name: 'output', access: 'read_write' },
      { name: 'input', access: 'read' },
    ],
    epilogue: true,
    constants: (call) => {
      const { shape, count, places } = axesOf(call);
      const { positions, channels, groups } = activationLayout(shape);
      return {
        KIND: { mean: 0, sum: 0, amax: 1, amin: 2 }[kind],
        DIVISOR: kind === 'mean' ? count : 1,
        GROUPS: groups,
        LANES: channels,
        CHANNELS_REDUCED: places.channelsReduced ? 1 : 0,
        IMAGE_VECTORS: positions * groups,
        ROWS: elementCount(call.output.slice(2)),
        STEPS: places.steps,
        INNER_SIZE: places.inner.size,
        INNER_STRIDE: places.inner.stride,
        OUTER_STRIDE: places.outer.stride,
        KEPT_SIZE: places.keptInner.size,
        KEPT_STRIDE: places.keptInner.stride,
        KEPT_OUTER_STRIDE: places.keptOuter.stride,
        LANE_STRIDE: places.laneStride,
        TEAM: teamSize(places, channelGroups(call.output[1] ?? 1)),
      };
    },
    workgroups: (call) => {
      const { places } = axesOf(call);
      const teams = workgroupSize / teamSize(places, channelGroups(call.output[1] ?? 1));
      return flatWorkgroups(Math.ceil(activationLayout(call.output).vectors / teams) * workgroupSize);
    },
  };
}

function reductionOperation(
  kind: ReductionKind,
  kernel: Kernel<ReductionAttributes>,
): Operation<ReductionAttributes> {
  return {
    name: kind,
    inputs: { min: 1, max: 1 },
    weights: {},
    parseAttributes: (raw, where) => ({
      dim: integersAttribute(raw, 'dim', undefined, { min: 1 - largestRank, max: largestRank - 1 }, where),
      keepdim: booleanAttribute(raw, 'keepdim', false, where),
    }),
    outputShape({ inputs, attributes: { dim, keepdim } }, where) {
      const input = inputs[0];
      checkRank(input, 2, largestRank, where);
      const axes = frontAxes(dim, input.length, where);
      return input.flatMap((size, axis) => (axes.includes(axis) ? (keepdim ? [1] : []) : [size]));
    },
    kernels: [kernel],
  };
}

export const meanKernel = reductionKernel('mean');
export const sumKernel = reductionKernel('sum');
export const amaxKernel = reductionKernel('amax');
export const aminKernel = reductionKernel('amin');

/** `torch.mean` over axes other than the batch; ranks 2 to 6. */
export const mean = reductionOperation('mean', meanKernel);

/** `torch.sum` over axes other than the batch; ranks 2 to 6. */
export const sum = reductionOperation('sum', sumKernel);

/** `torch.amax` over axes other than the batch; ranks 2 to 6. */
export const amax = reductionOperation('amax', amaxKernel);

/** `torch.amin` over axes other than the batch; ranks 2 to 6. */
export const amin = reductionOperation('amin', aminKernel);
