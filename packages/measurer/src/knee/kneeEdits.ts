import type { KneeValues } from './measureKnee.ts';

/** What edits of a knee are called, and what `measureKnee` calls that which they change. */
export const kneeEdits = {
  'joint space medial': 'jointSpaceMedial',
  'joint space lateral': 'jointSpaceLateral',
  'bone contrast': 'contrast',
  exposure: 'exposure',
  rotation: 'rotation',
  size: 'size',
  alignment: 'alignment',
} as const satisfies Record<string, keyof KneeValues>;

/** The edit that moves the grade, which a classifier measures: its expected grade. */
export const gradeEdit = { name: 'severity', unit: 'KL grades' } as const;
