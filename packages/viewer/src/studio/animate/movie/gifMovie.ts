import { type GeneratedImage, provenanceXmp } from '@roentgan/gan-runtime';
import { saveFile } from '../../saveFile.ts';
import { createFrameCanvas } from './frameCanvas.ts';
import type { GifAnswer, GifRequest } from './gifWorker.ts';
import type { MovieNote, MovieSettings, MovieWriter } from './movie.ts';

/** A GIF, encoded in a worker; its XMP and its comment say that it is synthetic, and how it was made. */
export function gifMovie(
  { scale, marked, framesPerSecond }: MovieSettings,
  note: MovieNote,
  repeats: boolean,
  name: string,
): MovieWriter {
  const frames = createFrameCanvas(scale, marked);
  const worker = new Worker(new URL('./gifWorker.ts', import.meta.url), { type: 'module' });
  let first: GeneratedImage | undefined;
  let answered: (answer: GifAnswer) => void;
  let failed: (error: Error) => void;
  // It may fail before it is asked anything: its code is loaded meanwhile.
  let broken: Error | undefined;
  worker.onmessage = ({ data }: MessageEvent<GifAnswer>) => answered(data);
  worker.onerror = ({ message }) => {
    broken = new Error(message || 'the part of the page that writes GIFs could not be loaded');
    failed?.(broken);
  };

  async function ask(request: GifRequest, transfer: Transferable[] = []): Promise<GifAnswer> {
    if (broken) throw broken;
    const answer = await new Promise<GifAnswer>((resolve, reject) => {
      [answered, failed] = [resolve, reject];
      worker.postMessage(request, transfer);
    });
    if (answer.kind === 'error') throw new Error(`GIF: ${answer.message}`);
    return answer;
  }
  return {
    async add(image) {
      if (!first) {
        const settings = { isGrey: image.channels === 1, repeats, delay: Math.round(100 / framesPerSecond) };
        await ask({ kind: 'start', settings });
        first = image;
      }
      frames.draw(image);
      const { width, height } = frames.canvas;
      const { data: rgba } = frames.canvas.getContext('2d')!.getImageData(0, 0, width, height);
      await ask({ kind: 'frame', frame: { rgba, width, height } }, [rgba.buffer]);
    },
    async finish() {
      const xmp = provenanceXmp({ ...first!.provenance, animation: note.animation });
      const answer = await ask({
        kind: 'end',
        xmp,
        comment: `${note.text} ${JSON.stringify(note.animation)}`,
      });
      worker.terminate();
      if (answer.kind === 'file') saveFile(new Blob([answer.bytes], { type: 'image/gif' }), name);
    },
    async abandon() {
      worker.terminate();
    },
  };
}
