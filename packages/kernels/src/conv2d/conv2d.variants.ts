import {
  type ConvolutionAttributes,
  convolutionBindings,
  convolutionConstants,
  isUngrouped,
  ungrouped,
} from '../convolution.ts';
import type { Kernel } from '../kernel.ts';
import { sliceConstants, slicesPrelude, sliceWorkgroups } from '../slices.ts';
import { largeTile, smallTile, type TileSize, tilesPrelude, tileWorkgroups } from '../tiles.ts';
import splitkCode from './conv2d.splitk.wgsl?raw';
import tiledCode from './conv2d.tiled.wgsl?raw';

function tiled(name: string, tile: TileSize): Kernel<ConvolutionAttributes> {
  return {
    name,
    code: tiledCode,
    prelude: tilesPrelude(tile),
    bindings: convolutionBindings,
    epilogue: true,
    supports: isUngrouped,
    constants: (call) => ungrouped(convolutionConstants(call)),
    workgroups: ({ output }) => {
      const [batch, channels, height, width] = output as [number, number, number, number];
      return tileWorkgroups(tile, batch * height * width, channels);
    },
  };
}

/** Tiles of 64 positions by 64 channels in workgroup memory. One group. */
export const conv2dTiledKernel = tiled('conv2d.tiled', largeTile);

/** Tiles of 32 positions by 32 channels. One group. */
export const conv2dTiledSmallKernel = tiled('conv2d.tiledSmall', smallTile);

/** Four columns a workgroup, whose invocations share out the input channels. One group. */
export const conv2dSplitkKernel: Kernel<ConvolutionAttributes> = {
  name: 'conv2d.splitk',
  code: splitkCode,
  prelude: slicesPrelude,
  bindings: convolutionBindings,
  epilogue: true,
  supports: isUngrouped,
  constants: (call) => ({
    ...ungrouped(convolutionConstants(call)),
    ...sliceConstants(call.output[1]!),
  }),
  workgroups: ({ output }) => {
    const [batch, channels, height, width] = output as [number, number, number, number];
    return sliceWorkgroups(batch * height * Math.ceil(width / 4), channels);
  },
};
