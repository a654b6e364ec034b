import { encodePng } from '@roentgan/gan-runtime';
import type { FoundKnee, KneeLines } from '@roentgan/measurer';
import { bytesOf } from '../generatedFiles.ts';
import { type Colour, drawLines, type Line } from './drawLines.ts';
import type { ImageReport } from './measureImage.ts';
import { originXmp } from './originXmp.ts';

/** The edges between which the joint space was measured stand out from the outlines of the bones. */
const colours: Readonly<Record<keyof KneeLines, Colour>> = {
  femurEdge: [255, 80, 80],
  tibiaEdge: [80, 255, 80],
  femurOutline: [80, 160, 255],
  tibiaOutline: [255, 210, 60],
};

/** The measured square with what was found on it. A synthetic one stays marked. */
export async function overlayPng({ square, image, knee }: ImageReport): Promise<Uint8Array> {
  const { width, height, data } = drawLines(
    square,
    knee.found ? linesOf(knee) : [],
    knee.found ? captionOf(knee) : 'no knee found',
  );
  const xmp = originXmp(image.origin);
  return bytesOf(
    await encodePng({ width, height, channels: 3, bitDepth: 8, data }, xmp === undefined ? {} : { xmp }),
  );
}

function linesOf({ lines }: FoundKnee): Line[] {
  return (Object.keys(colours) as (keyof KneeLines)[]).flatMap((name) => {
    const { lateral, medial } = lines[name];
    return [lateral, medial].map((points) => ({ colour: colours[name], points }));
  });
}

function captionOf({ jointSpaceMedial, jointSpaceLateral, confidence }: FoundKnee): string {
  return `medial ${jointSpaceMedial.toFixed(1)} lateral ${jointSpaceLateral.toFixed(1)} confidence ${confidence.toFixed(2)}`;
}
