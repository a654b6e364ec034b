import { trainedAlgorithmicMedia } from '@roentgan/gan-runtime';
import {
  BufferTarget,
  CanvasSource,
  getFirstEncodableVideoCodec,
  Output,
  Quality,
  type VideoCodec,
  WebMOutputFormat,
} from 'mediabunny';
import { answerMovie } from './answerMovie.ts';
import { createFrameCanvas } from './frameCanvas.ts';

/** In the order of preference. */
const codecs: VideoCodec[] = ['vp9', 'vp8', 'av1'];
const quality = new Quality('high');

/** A WebM by the browser's own encoder; its tags say that it is synthetic, and how it was made. */
answerMovie(({ settings, note, name }) => {
  const { framesPerSecond } = settings;
  const frames = createFrameCanvas(settings);
  const target = new BufferTarget();
  const output = new Output({ format: new WebMOutputFormat(), target });
  let source: CanvasSource | undefined;
  async function start(): Promise<CanvasSource> {
    const { width, height } = frames.canvas;
    const codec = await getFirstEncodableVideoCodec(codecs, { width, height, quality });
    if (!codec) throw new Error(`this browser encodes neither VP9, VP8 nor AV1 at ${width} × ${height}`);
    const made = new CanvasSource(frames.canvas, { codec, quality });
    output.addVideoTrack(made, { frameRate: framesPerSecond });
    output.setMetadataTags({
      title: name,
      comment: `${note.text} ${JSON.stringify(note.animation)}`,
      raw: { DIGITAL_SOURCE_TYPE: trainedAlgorithmicMedia, ENCODER_SETTINGS: 'Roentgan' },
    });
    await output.start();
    return made;
  }
  return {
    async add(image, at) {
      frames.draw(image);
      source ??= await start();
      await source.add(at, 1 / framesPerSecond);
    },
    async end() {
      await output.finalize();
      return new Blob([target.buffer!], { type: 'video/webm' });
    },
  };
});
