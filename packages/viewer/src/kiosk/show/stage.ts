import type { GeneratedImage } from '@roentgan/gan-runtime';
import { pause } from './pause.ts';

/** The one canvas of the page: an image, or the way from one to the next. It keeps its picture when a GPU is lost. */
export interface Stage {
  /** Goes over to an image in `seconds`, in steps of at most the configured frame rate; 0 is at once. */
  show(image: GeneratedImage, seconds: number, signal?: AbortSignal): Promise<void>;
}

export function createStage(canvas: HTMLCanvasElement, framesPerSecond: number): Stage {
  const context = canvas.getContext('2d', { alpha: false })!;
  const before = new OffscreenCanvas(1, 1);
  const after = new OffscreenCanvas(1, 1);

  /** `share` of the new image over what was there. */
  function draw(share: number): void {
    if (share < 1) {
      context.globalAlpha = 1;
      context.drawImage(before, 0, 0);
    }
    context.globalAlpha = share;
    context.drawImage(after, 0, 0);
  }

  return {
    async show(image, seconds, signal) {
      const { width, height } = image;
      const isFirst = canvas.width !== width || canvas.height !== height;
      if (isFirst) [canvas.width, canvas.height] = [width, height];
      copy(canvas, before);
      [after.width, after.height] = [width, height];
      after.getContext('2d')!.putImageData(new ImageData(image.rgba, width, height), 0, 0);
      const steps = isFirst ? 1 : Math.max(1, Math.floor(seconds * framesPerSecond));
      for (let step = 1; step < steps; step++) {
        draw(step / steps);
        await pause(seconds / steps, signal);
      }
      draw(1);
    },
  };
}

function copy(from: HTMLCanvasElement, to: OffscreenCanvas): void {
  [to.width, to.height] = [from.width, from.height];
  to.getContext('2d')!.drawImage(from, 0, 0);
}
