import { type ImageProvenance, provenanceXmp } from '@roentgan/gan-runtime';
import { answerMovie } from './answerMovie.ts';
import { createFrameCanvas } from './frameCanvas.ts';
import { createGifFrames, type GifFrames } from './gifFrames.ts';

/** A GIF; its XMP and its comment say that it is synthetic, and how it was made. */
answerMovie(({ settings, note, repeats }) => {
  const frames = createFrameCanvas(settings);
  const delay = Math.round(100 / settings.framesPerSecond);
  let first: { readonly gif: GifFrames; readonly provenance: ImageProvenance } | undefined;
  return {
    add(image) {
      first ??= {
        gif: createGifFrames({ isGrey: image.channels === 1, repeats, delay }),
        provenance: image.provenance,
      };
      frames.draw(image);
      first.gif.add(frames.read());
    },
    end() {
      const { gif, provenance } = first!;
      const xmp = provenanceXmp({ ...provenance, animation: note.animation });
      const bytes = gif.end(xmp, `${note.text} ${JSON.stringify(note.animation)}`);
      return new Blob([bytes], { type: 'image/gif' });
    },
  };
});
