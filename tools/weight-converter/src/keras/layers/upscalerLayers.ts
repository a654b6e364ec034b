import type { LayerMapper } from '../layerCall.ts';
import { blocksToPixels } from './functions.ts';

const LARGEST_BLOCK = 8;

/** Scales a residual before it is added. */
const multiplyBeta: LayerMapper = ({ config, layers, input }) =>
  layers.withConstant('multiply', input, {
    name: 'beta',
    shape: [1],
    data: Float32Array.of(config.number('beta', 0.2)),
  });

/** Custom layers of the ESRGAN upscalers that idealo's image-super-resolution trains and UpscalerJS publishes. */
export const upscalerLayers: Readonly<Record<string, LayerMapper>> = {
  MultiplyBeta: multiplyBeta,
  PixelShuffle: (call) => blocksToPixels(call, call.config.integer('scale', undefined, 1)),
  // The name carries the factor too: PixelShuffle2x, PixelShuffle4x.
  ...Object.fromEntries(
    Array.from({ length: LARGEST_BLOCK - 1 }, (_, at): [string, LayerMapper] => [
      `PixelShuffle${at + 2}x`,
      (call) => blocksToPixels(call, at + 2),
    ]),
  ),
};
