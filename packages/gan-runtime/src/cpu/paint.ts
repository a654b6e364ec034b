import type { Tensor } from '@roentgan/kernels';
import { channelsLast } from '../image/channelsLast.ts';
import { toRgba } from '../image/rangeMap.ts';
import type { GraphOutput } from '../modelFile/model.ts';
import type { Canvas } from '../session/draw.ts';

/**
 * Draws an image [1, C, H, W] to a canvas, which takes its size.
 * @throws TypeError where the canvas has another kind of context already
 */
export function paint(image: Tensor, { range }: GraphOutput, canvas: Canvas): void {
  const [, channels, height, width] = image.shape as [number, number, number, number];
  const rgba = toRgba(channelsLast(image, 0), channels, range);
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d') as CanvasRenderingContext2D | null;
  if (!context) {
    throw new TypeError(
      'render: the canvas has another kind of context already, expected one that was not drawn to before',
    );
  }
  context.putImageData(new ImageData(rgba, width, height), 0, 0);
}
