import type { GeneratedImage } from '@roentgan/gan-runtime';
import type { MovieSettings } from './movie.ts';

const WORD = 'synthetic';
/** Height of the word for one of the picture's, and the least that can be read, in pixels. */
const WORD_SHARE = 0.036;
const LEAST_WORD = 11;

/** One frame of a movie after another, scaled, with the word "synthetic" in its corner where that is asked for; on the page or in a worker. */
export interface FrameCanvas {
  readonly canvas: OffscreenCanvas;
  draw(image: GeneratedImage): void;
  /** The pixels of the frame that was drawn last. */
  read(): { readonly rgba: Uint8ClampedArray<ArrayBuffer>; readonly width: number; readonly height: number };
}

export function createFrameCanvas({ scale, marked }: Pick<MovieSettings, 'scale' | 'marked'>): FrameCanvas {
  const canvas = new OffscreenCanvas(1, 1);
  const source = new OffscreenCanvas(1, 1);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  return {
    canvas,
    draw(image) {
      const { width, height } = image;
      resize(source, width, height);
      source.getContext('2d')!.putImageData(new ImageData(image.rgba, width, height), 0, 0);
      // Video codecs halve the sides for colour: both are even.
      const even = (side: number) => 2 * Math.max(1, Math.round((side * scale) / 2));
      resize(canvas, even(width), even(height));
      context.imageSmoothingQuality = 'high';
      context.drawImage(source, 0, 0, canvas.width, canvas.height);
      if (marked) drawWord(context);
    },
    read() {
      const { width, height } = canvas;
      return { rgba: context.getImageData(0, 0, width, height).data, width, height };
    },
  };
}

/** Setting a side empties a canvas, even to what it was. */
function resize(canvas: OffscreenCanvas, width: number, height: number): void {
  if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
}

/** As the mark on the page: light on a dark ground, in the lower right corner. */
function drawWord(context: OffscreenCanvasRenderingContext2D): void {
  const { width, height } = context.canvas;
  let letters = Math.max(LEAST_WORD, Math.round(height * WORD_SHARE));
  const setFont = () => {
    context.font = `${letters}px system-ui, sans-serif`;
  };
  setFont();
  // A picture that is narrower than the word has it smaller rather than cut off.
  const wide = context.measureText(WORD).width + letters;
  if (wide > width) letters = Math.max(1, Math.floor((letters * width) / wide));
  setFont();
  const [padding, margin] = [letters * 0.4, Math.round(letters * 0.4)];
  const box = context.measureText(WORD).width + 2 * padding;
  const [left, top] = [width - margin - box, height - margin - letters * 1.4];
  context.fillStyle = 'rgb(0 0 0 / 55%)';
  context.fillRect(left, top, box, letters * 1.4);
  context.fillStyle = 'rgb(255 255 255 / 92%)';
  context.textBaseline = 'middle';
  context.fillText(WORD, left + padding, top + letters * 0.72);
}
