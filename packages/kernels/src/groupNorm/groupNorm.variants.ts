import type { Kernel } from '../kernel.ts';
import workgroupSumCode from '../prelude/workgroupSum.subgroups.wgsl?raw';
import { type GroupNormAttributes, groupNormKernel } from './groupNorm.ts';

/** `groupNormKernel` with sums by subgroups. */
export const groupNormSubgroupsKernel: Kernel<GroupNormAttributes> = {
  ...groupNormKernel,
  name: 'groupNorm.subgroups',
  prelude: workgroupSumCode,
  needs: 'subgroups',
};
