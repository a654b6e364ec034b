import { channelGroups } from './activationLayout.ts';
import { flatWorkgroups, workgroupSize } from './dispatch.ts';
import type { Kernel, Workgroups } from './kernel.ts';
import subgroupCode from './prelude/slices.subgroups.wgsl?raw';
import code from './prelude/slices.wgsl?raw';

/**
 * Into how many slices a workgroup divides the input channels, `SLICES` of `slices.wgsl`: 8, so that eight neighbours read 128 bytes
 * of weights, or more where there are fewer than eight groups of output channels.
 */
function slicesFor(channels: number): number {
  const groups = channelGroups(channels);
  if (groups > 4) return 8;
  return groups > 2 ? 16 : 32;
}

/** The prelude of a split-K kernel. */
export const slicesPrelude: NonNullable<Kernel['prelude']> = code;
/** The same where subgroups sum. */
export const subgroupSlices: NonNullable<Kernel['prelude']> = subgroupCode;

export function sliceConstants(channels: number): Record<string, number> {
  return { SLICES: slicesFor(channels) };
}

/** One workgroup for each of `results` and each of the tiles of output channels. */
export function sliceWorkgroups(results: number, channels: number): Workgroups {
  const tileGroups = workgroupSize / slicesFor(channels);
  return flatWorkgroups(workgroupSize * results * Math.ceil(channelGroups(channels) / tileGroups));
}
