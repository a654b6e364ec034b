import { channelGroups } from '../activationLayout.ts';
import { type ConvolutionAttributes, convolutionBindings, convolutionConstants } from '../convolution.ts';
import { depthwiseConstants, isDepthwise } from '../depthwise.ts';
import { flatWorkgroups } from '../dispatch.ts';
import { joinedChannelsPrelude, joinedConstants, joins } from '../joinedChannels.ts';
import type { Kernel } from '../kernel.ts';
import { sliceConstants, slicesPrelude, sliceWorkgroups, subgroupSlices } from '../slices.ts';
import { largeTile, smallTile, type TileSize, tilesPrelude, tileWorkgroups } from '../tiles.ts';
import depthwiseCode from './conv2d.depthwise.wgsl?raw';
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

/** As many groups as channels on both sides: four columns of four channels an invocation. */
export const conv2dDepthwiseKernel: Kernel<ConvolutionAttributes> = {
  name: 'conv2d.depthwise',
  code: depthwiseCode,
  bindings: convolutionBindings,
  epilogue: true,
  supports: isDepthwise,
  constants: depthwiseConstants,
  workgroups: ({ output }) => {
    const [batch, channels, height, width] = output as [number, number, number, number];
    return flatWorkgroups(batch * channelGroups(channels) * height * Math.ceil(width / 4));
  },
};
