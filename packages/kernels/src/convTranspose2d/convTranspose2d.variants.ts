import { convolutionBindings, convolutionConstants, isUngrouped, ungrouped } from '../convolution.ts';
import type { Kernel } from '../kernel.ts';
import { sliceConstants, slicesPrelude, sliceWorkgroups } from '../slices.ts';
import { largeTile, smallTile, type TileSize, tilesPrelude, tileWorkgroups } from '../tiles.ts';
import splitkCode from './convTranspose2d.splitk.wgsl?raw';
import tiledCode from './convTranspose2d.tiled.wgsl?raw';
import { type ConvTranspose2dAttributes, convTranspose2dKernel } from './convTranspose2d.ts';
import firstTapCode from './firstTap.wgsl?raw';

function tiled(name: string, tile: TileSize): Kernel<ConvTranspose2dAttributes> {
  return {
    name,
    code: tiledCode,
    prelude: tilesPrelude(tile),
    bindings: convolutionBindings,
    epilogue: true,
    supports: isUngrouped,
    constants: (call) => ungrouped(convolutionConstants(call)),
    workgroups: ({ output, attributes }) => {
      const [batch, channels, height, width] = output as [number, number, number, number];
      const [strideY, strideX] = attributes.stride as [number, number];
      const positions = batch * Math.ceil(height / strideY) * Math.ceil(width / strideX);
      return tileWorkgroups(tile, positions, channels, Math.min(strideY, height) * Math.min(strideX, width));
    },
  };
}

/** Tiles of 64 positions of one stride phase by 64 channels in workgroup memory, all phases in one dispatch. One group. */
export const convTranspose2dTiledKernel = tiled('convTranspose2d.tiled', largeTile);

/** Tiles of 32 positions of one stride phase by 32 channels. One group. */
export const convTranspose2dTiledSmallKernel = tiled('convTranspose2d.tiledSmall', smallTile);

/** Four columns of one stride phase a workgroup, whose invocations share out the input channels. One group. */
export const convTranspose2dSplitkKernel: Kernel<ConvTranspose2dAttributes> = {
  name: 'convTranspose2d.splitk',
  code: splitkCode,
  prelude: `${firstTapCode}\n${slicesPrelude}`,
  bindings: convolutionBindings,
  epilogue: true,
  supports: isUngrouped,
  constants: (call) => ({
    ...ungrouped(convTranspose2dKernel.constants(call)),
    ...sliceConstants(call.output[1]!),
  }),
  workgroups: ({ output, attributes }) => {
    const [batch, channels, height, width] = output as [number, number, number, number];
    const strideX = attributes.stride[1]!;
    const quads = Math.ceil(Math.ceil(width / strideX) / 4) * strideX;
    return sliceWorkgroups(batch * height * quads, channels);
  },
};
