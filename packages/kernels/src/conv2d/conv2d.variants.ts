import { type ConvolutionAttributes, convolutionBindings, convolutionConstants } from '../convolution.ts';
import { joinedChannelsPrelude, joinedConstants, joins } from '../joinedChannels.ts';
import type { Kernel } from '../kernel.ts';
import { sliceConstants, slicesPrelude, sliceWorkgroups, subgroupSlices } from '../slices.ts';
import { largeTile, smallTile, type TileSize, tilesPrelude, tileWorkgroups } from '../tiles.ts';
import splitkCode from './conv2d.splitk.wgsl?raw';
import tiledCode from './conv2d.tiled.wgsl?raw';

function tiled(name: string, tile: TileSize): Kernel<ConvolutionAttributes> {
  return {
    name,
    code: tiledCode,
    prelude: `${joinedChannelsPrelude}\n${tilesPrelude(tile)}`,
    bindings: convolutionBindings,
    epilogue: true,
    supports: joins(4 * tile.columns * 4, 4 * tile.columns * 4),
    constants: (call) => joinedConstants(convolutionConstants(call), call),
    workgroups: ({ output }) => {
      const [batch, channels, height, width] = output as [number, number, number, number];
      return tileWorkgroups(tile, batch * height * width, channels);
    },
  };
}

/** Tiles of 64 positions by 64 channels in workgroup memory. One group, or groups of at least 32 channels. */
export const conv2dTiledKernel = tiled('conv2d.tiled', largeTile);

/** Tiles of 32 positions by 32 channels. One group, or groups of at least 16 channels. */
export const conv2dTiledSmallKernel = tiled('conv2d.tiledSmall', smallTile);

function splitk(name: string, code: string): Kernel<ConvolutionAttributes> {
  return {
    name,
    code: splitkCode,
    prelude: `${joinedChannelsPrelude}
  ${code}`,
    bindings: convolutionBindings,
    epilogue: true,
    supports: joins(32, 4),
    constants: (call) => ({
      ...joinedConstants(convolutionConstants(call), call),
      ...sliceConstants(call.output[1]!),
    }),
    workgroups: ({ output }) => {
      const [batch, channels, height, width] = output as [number, number, number, number];
      return sliceWorkgroups(batch * height * Math.ceil(width / 4), channels);
    },
  };
}

/** Four columns a workgroup, whose invocations share out the input channels. One group, or groups of at least 32 of these. */
export const conv2dSplitkKernel = splitk('conv2d.splitk', slicesPrelude);

/** `conv2dSplitkKernel` with sums by subgroups. */
export const conv2dSplitkSubgroupsKernel: Kernel<ConvolutionAttributes> = {
  ...splitk('conv2d.splitkSubgroups', subgroupSlices),
  needs: 'subgroups',
};

/** What `variantGroups` loads for `conv2d`. */
export const kernels: readonly Kernel<ConvolutionAttributes>[] = [
  conv2dTiledKernel,
  conv2dTiledSmallKernel,
  conv2dSplitkKernel,
  conv2dSplitkSubgroupsKernel,
];
