import type { Workgroups } from './kernel.ts';

/** Invocations of a workgroup; `WORKGROUP_SIZE` in `indexing.wgsl`. */
export const workgroupSize = 64;
/** WebGPU's default `maxComputeWorkgroupsPerDimension`. */
const perDimension = 65535;

/** Spreads a flat dispatch of `invocations` over x, y and z; kernels guard the surplus by their output's length. */
export function flatWorkgroups(invocations: number): Workgroups {
  const count = Math.max(1, Math.ceil(invocations / workgroupSize));
  const x = Math.min(count, perDimension);
  const y = Math.min(Math.ceil(count / x), perDimension);
  return [x, y, Math.ceil(count / (x * y))];
}
