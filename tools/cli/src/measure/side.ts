import { basename, extname } from 'node:path';
import type { KneeSide } from '@roentgan/measurer';

export const sideChoices = ['auto', 'right', 'left'] as const;

/** `auto`: left where the file's name ends in L, as in `s0001L.jpg` (the trainer's rule); else right, as generated knees are. */
export function sideOf(path: string, asked: (typeof sideChoices)[number]): KneeSide {
  if (asked !== 'auto') return asked;
  return /l$/i.test(basename(path, extname(path))) ? 'left' : 'right';
}
