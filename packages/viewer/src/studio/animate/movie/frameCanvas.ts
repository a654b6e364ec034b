import type { GeneratedImage } from '@roentgan/gan-runtime';

const WORD = 'synthetic';
/** Height of the word for one of the picture's, and the least that can be read, in pixels. */
const WORD_SHARE = 0.036;
const LEAST_WORD = 11;

/** One frame of a movie after another, scaled, with the word "synthetic" in its corner where that is asked for. */
export interface FrameCanvas {
  readonly canvas: HTMLCanvasElement;
  draw(image: GeneratedImage): void;
}

export function createFrameCanvas(scale: number, marked: boolean): FrameCanvas {
  const canvas = document.createElement('canvas');
  const source = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  return {
    canvas,
    draw(image) {
      const { width, height } = image;
      if (source.width !== width || source.height !== height) [source.width, source.height] = [width, height];
      source.getContext('2d')!.putImageData(new ImageData(image.rgba, width, height), 0, 0);
      // Video codecs halve the sides for colour: both are even.
      const size = [width, height].map((side) => 2 * Math.max(1, Math.round((side * scale) / 2)));
      if (canvas.width !== size[0] || canvas.height !== size[1])
        [canvas.width, canvas.height] = size as [number, number];
      context.imageSmoothingQuality = 'high';
      context.drawImage(source, 0, 0, canvas.width, canvas.height);
      if (marked) drawWord(context);
    },
  };
}

/** As the mark on the page: light on a dark ground, in the lower right corner. */
function drawWord(context: CanvasRenderingContext2D): void {
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
