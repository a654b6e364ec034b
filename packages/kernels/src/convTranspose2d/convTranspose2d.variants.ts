import { convolutionBindings, convolutionConstants } from '../convolution.ts';
import { joinedChannelsPrelude, joinedConstants, joins } from '../joinedChannels.ts';
import type { Kernel } from '../kernel.ts';
import { sliceConstants, slicesPrelude, sliceWorkgroups, subgroupSlices } from '../slices.ts';
import { largeTile, smallTile, type TileSize, tilesPrelude, tileWorkgroups } from '../tiles.ts';
import splitkCode from './convTranspose2d.splitk.wgsl?raw';
import tiledCode from './convTranspose2d.tiled.wgsl?raw';
import { type ConvTranspose2dAttributes, convTranspose2dKernel } from './convTranspose2d.ts';
import firstTapCode from './firstTap.wgsl?raw';

function tiled(name: string, tile: TileSize): Kernel<ConvTranspose2dAttributes> {
  return {
    name,
    code: tiledCode,
    prelude: `${joinedChannelsPrelude}\n${tilesPrelude(tile)}`,
    bindings: convolutionBindings,
    epilogue: true,
    supports: joins(4 * tile.columns * 4, 4 * tile.columns * 4),
    constants: (call) => joinedConstants(convolutionConstants(call), call),
    workgroups: ({ output, attributes }) => {
      const [batch, channels, height, width] = output as [number, number, number, number];
      const [strideY, strideX] = attributes.stride as [number, number];
      const positions = batch * Math.ceil(height / strideY) * Math.ceil(width / strideX);
      return tileWorkgroups(tile, positions, channels, Math.min(strideY, height) * Math.min(strideX, width));
    },
  };
}

/** Tiles of 64 positions of one stride phase by 64 channels in workgroup memory, all phases in one dispatch. One
 * group, or groups of at least 32 channels. */
export const convTranspose2dTiledKernel = tiled('convTranspose2d.tiled', largeTile);

/** Tiles of 32 positions of one stride phase by 32 channels. One group, or groups of at least 16 channels. */
export const convTranspose2dTiledSmallKernel = tiled('convTranspose2d.tiledSmall', smallTile);

function splitk(name: string, code: string): Kernel<ConvTranspose2dAttributes> {
  return {
    name,
    code: splitkCode,
    prelude: `${firstTapCode}
  ${joinedChannelsPrelude}
  ${code}`,
    bindings: convolutionBindings,
    epilogue: true,
    supports: joins(32, 4),
    constants: (call) => ({
      ...joinedConstants(convTranspose2dKernel.constants(call), call),
      ...sliceConstants(call.output[1]!),
    }),
    workgroups: ({ output, attributes }) => {
      const [batch, channels, height, width] = output as [number, number, number, number];
      const strideX = attributes.stride[1]!;
      const quads = Math.ceil(Math.ceil(width / strideX) / 4) * strideX;
      return sliceWorkgroups(batch * height * quads, channels);
    },
  };
}

/** Four columns of one stride phase a workgroup, whose invocations share out the input channels. One group, or groups of at least 32 of these. */
export const convTranspose2dSplitkKernel = splitk('convTranspose2d.splitk', slicesPrelude);

/** `convTranspose2dSplitkKernel` with sums by subgroups. */
export const convTranspose2dSplitkSubgroupsKernel: Kernel<ConvTranspose2dAttributes> = {
  ...splitk('convTranspose2d.splitkSubgroups', subgroupSlices),
  needs: 'subgroups',
};

/** What `variantGroups` loads for `convTranspose2d`. */
export const kernels: readonly Kernel<ConvTranspose2dAttributes>[] = [
  convTranspose2dTiledKernel,
  convTranspose2dTiledSmallKernel,
  convTranspose2dSplitkKernel,
  convTranspose2dSplitkSubgroupsKernel,
];
