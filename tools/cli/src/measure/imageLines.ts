import type { KneeLines, Line } from '@roentgan/measurer';
import type { ImageReport } from './measureImage.ts';

/**
 * The lines that a knee was measured along, in pixels of the whole image, (0, 0) being the centre of the first; nothing where no knee
 * was found. They are found in the middle square, which may have been reduced.
 */
export function imageLines({
  image,
  square,
  knee,
}: Pick<ImageReport, 'image' | 'square' | 'knee'>): KneeLines | undefined {
  if (!knee.found) return undefined;
  const side = Math.min(image.width, image.height);
  const scale = side / square.width;
  const left = (image.width - side) >> 1;
  const top = (image.height - side) >> 1;
  const place = (line: Line): Line =>
    line.map(([x, y]) => [left + (x + 0.5) * scale - 0.5, top + (y + 0.5) * scale - 0.5]);
  const both = (name: keyof KneeLines) => {
    const { lateral, medial } = knee.lines[name];
    return { lateral: place(lateral), medial: place(medial) };
  };
  return {
    femurEdge: both('femurEdge'),
    tibiaEdge: both('tibiaEdge'),
    femurOutline: both('femurOutline'),
    tibiaOutline: both('tibiaOutline'),
  };
}
