import { downloadZip } from '../../export/exportTarget.ts';
import { signedPng } from '../../signedPng.ts';
import type { MovieNote, MovieSettings, MovieWriter } from './movie.ts';

/**
 * A zip of numbered PNG files, each with all that a saved image has (XMP, the mark in its pixels, a manifest), and a file that says which path they
 * follow. It is gathered in the page's storage, not in memory.
 */
export async function frameFiles(
  { framesPerSecond }: MovieSettings,
  note: MovieNote,
  count: number,
  folderName: string,
): Promise<MovieWriter> {
  const target = await downloadZip(folderName);
  const digits = Math.max(4, String(count).length);
  let written = 0;
  return {
    async add(image) {
      const png = await signedPng(image);
      written++;
      const name = `frame-${String(written).padStart(digits, '0')}.png`;
      await target.folder.write(name, new Uint8Array(await png.arrayBuffer()));
    },
    async finish() {
      const about = { synthetic: true, about: note.text, framesPerSecond, ...note.animation };
      await target.folder.write('animation.json', `${JSON.stringify(about, null, 2)}\n`);
      await target.deliver();
    },
    abandon: () => target.abandon(),
  };
}
