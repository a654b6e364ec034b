import { basename, extname } from 'node:path';
import type { KneeSide } from '@roentgan/measurer';

export const sideChoices = ['auto', 'right', 'left'] as const;

/**
 * `auto`: the side that the file states (DICOM's Laterality); else left where its name ends in L, as in `s0001L.jpg` (the trainer's
 * rule); else right, as generated knees are.
 */
export function sideOf(path: string, asked: (typeof sideChoices)[number], stated?: 'R' | 'L'): KneeSide {
  if (asked !== 'auto') return asked;
  if (stated) return stated === 'L' ? 'left' : 'right';
  return /l$/i.test(basename(path, extname(path))) ? 'left' : 'right';
}
