import type { Kernel } from '../kernel.ts';
import type { NormalizationAttributes } from '../normalization.ts';
import workgroupSumCode from '../prelude/workgroupSum.subgroups.wgsl?raw';
import { instanceNorm2dKernel } from './instanceNorm2d.ts';

/** `instanceNorm2dKernel` with sums by subgroups. */
export const instanceNorm2dSubgroupsKernel: Kernel<NormalizationAttributes> = {
  ...instanceNorm2dKernel,
  name: 'instanceNorm2d.subgroups',
  prelude: workgroupSumCode,
  needs: 'subgroups',
};
