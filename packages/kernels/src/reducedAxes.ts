import { activationLayout } from './activationLayout.ts';
import { channelOrSpatialAxis } from './checkShape.ts';
import { flatWorkgroups, workgroupSize } from './dispatch.ts';
import type { Workgroups } from './kernel.ts';
import { elementCount, formatShape, type Shape } from './tensor.ts';

/** Some axes of an image as memory has them: `size` places, `stride` vec4 apart. */
interface Run {
  readonly size: number;
  readonly stride: number;
}

const nothing: Run = { size: 1, stride: 0 };

/**
 * Spatial axes that `belongs` picks, neighbours as one run. Of four axes, of which every other one is picked, there are two
 * runs; there are never more.
 */
function runsOf(shape: Shape, belongs: (axis: number) => boolean): readonly [outer: Run, inner: Run] {
  const runs: Run[] = [];
  let stride = activationLayout(shape).groups;
  let isOpen = false;
  for (let axis = shape.length - 1; axis >= 2; axis--) {
    const size = shape[axis]!;
    if (size > 1) {
      if (belongs(axis) && isOpen) runs[0] = { ...runs[0]!, size: runs[0]!.size * size };
      else if (belongs(axis)) runs.unshift({ size, stride });
      isOpen = belongs(axis);
    }
    stride *= size;
  }
  return [runs.at(-2) ?? nothing, runs.at(-1) ?? nothing];
}

/** How axes that are reduced and axes that are kept lie in an image, in vec4; what a shader needs to walk them. */
export interface ReducedAxes {
  readonly outer: Run;
  readonly inner: Run;
  readonly keptOuter: Run;
  readonly keptInner: Run;
  /** Whether axis 1 is reduced: then lanes of a vec4 belong together, else each has a result of its own. */
  readonly channelsReduced: boolean;
  /** Vec4 that one result is made of. */
  readonly steps: number;
  /** Vec4 from one channel of the output to the next, where an axis that was spatial becomes its channels. */
  readonly laneStride: number;
}

/** @param axes counted from the front, without the batch; `keepdim` as in PyTorch */
export function reducedAxes(shape: Shape, axes: readonly number[], keepdim: boolean): ReducedAxes {
  const { groups } = activationLayout(shape);
  const channelsReduced = axes.includes(1);
  const isKept = (axis: number) => !axes.includes(axis);
  const firstKept = shape.findIndex((_, axis) => axis >= 2 && isKept(axis));
  const channelAxis = channelsReduced && !keepdim ? firstKept : -1;
  const [outer, inner] = runsOf(shape, (axis) => !isKept(axis));
  const [keptOuter, keptInner] = runsOf(shape, (axis) => isKept(axis) && axis !== channelAxis);
  return {
    outer,
    inner,
    keptOuter,
    keptInner,
    channelsReduced,
    steps: outer.size * inner.size * (channelsReduced ? groups : 1),
    laneStride: channelAxis > 0 ? elementCount(shape.slice(channelAxis + 1)) * groups : 0,
  };
}

/** Axes counted from the front; throws where one is the batch, is not there or is named twice. */
export function frontAxes(dims: readonly number[], rank: number, where: string): number[] {
  const axes = dims.map((dim) => channelOrSpatialAxis(dim, rank, where));
  if (axes.length === 0 || new Set(axes).size < axes.length) {
    throw new RangeError(`${where}: dim is ${formatShape(dims)}, expected one axis or more, each once`);
  }
  return axes.sort((one, other) => one - other);
}

/**
 * How many invocations share one result: enough to be quick over many steps, few where neighbouring results lie beside each
 * other in memory, so that a workgroup reads whole cache lines.
 */
export function teamSize({ steps, channelsReduced }: ReducedAxes, groups: number): number {
  const most = channelsReduced || groups < 4 ? workgroupSize : workgroupSize / 4;
  let team = 1;
  while (team * 2 <= most && team * 8 <= steps) team *= 2;
  return team;
}

/** Override constants of kernels that keep the shape and work on rows along one run of axes (softmax, layerNorm). */
export function rowConstants(shape: Shape, axes: ReducedAxes): Record<string, number> {
  const { positions, groups } = activationLayout(shape);
  return {
    GROUPS: groups,
    CHANNELS_REDUCED: axes.channelsReduced ? 1 : 0,
    IMAGE_VECTORS: positions * groups,
    STEPS: axes.steps,
    STEP_STRIDE: axes.channelsReduced ? 1 : axes.inner.stride,
    KEPT_SIZE: axes.keptInner.size,
    KEPT_STRIDE: axes.keptInner.stride,
    KEPT_OUTER_STRIDE: axes.keptOuter.stride,
    TEAM: teamSize(axes, groups),
  };
}

/** A team for each row of such a kernel. */
export function rowWorkgroups(shape: Shape, axes: ReducedAxes): Workgroups {
  const { vectors, groups } = activationLayout(shape);
  const teams = workgroupSize / teamSize(axes, groups);
  return flatWorkgroups(Math.ceil(vectors / axes.steps / teams) * workgroupSize);
}
