import { convolutionBindings } from '../convolution.ts';
import type { Kernel } from '../kernel.ts';
import { sliceConstants, slicesPrelude, sliceWorkgroups, subgroupSlices } from '../slices.ts';
import splitkCode from './linear.splitk.wgsl?raw';
import { linearKernel } from './linear.ts';

/** One row a workgroup, whose invocations share out the input features. */
export const linearSplitkKernel: Kernel = {
  name: 'linear.splitk',
  code: splitkCode,
  prelude: slicesPrelude,
  bindings: convolutionBindings,
  epilogue: true,
  constants: (call) => ({ ...linearKernel.constants(call), ...sliceConstants(call.output[1]!) }),
  workgroups: ({ output }) => sliceWorkgroups(output[0]!, output[1]!),
};

/** `linearSplitkKernel` with sums by subgroups. */
export const linearSplitkSubgroupsKernel: Kernel = {
  ...linearSplitkKernel,
  name: 'linear.splitkSubgroups',
  prelude: subgroupSlices,
  needs: 'subgroups',
};

/** What `variantGroups` loads for `linear`. */
export const kernels = [linearSplitkKernel, linearSplitkSubgroupsKernel];
