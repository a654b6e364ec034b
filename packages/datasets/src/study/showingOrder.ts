import { shuffle } from './shuffle.ts';
import type { Phase, Study } from './study.ts';
import type { OpenStudy } from './studyFile.ts';

/** One image, as a phase comes to it. */
export interface Showing {
  readonly image: string;
  /** 2 where the reader has seen it in this phase before. */
  readonly showing: 1 | 2;
}

/**
 * The order in which one reader sees the images of one phase: another for each reader and phase, the same on every machine.
 * An image that is shown twice comes once in the first and once in the last third, so that at least a third of the others
 * lies between.
 */
export function showingOrder(
  { id, study }: Pick<OpenStudy, 'id' | 'study'>,
  reader: string,
  phase: Phase,
): Showing[] {
  const purpose = `${id}/${reader}/${phase}`;
  const once = (images: readonly string[]) => images.map((image): Showing => ({ image, showing: 1 }));
  if (study.repeats.length === 0) return once(shuffle(idsOf(study), purpose));
  const twice = new Set(study.repeats);
  const others = shuffle(
    idsOf(study).filter((image) => !twice.has(image)),
    `${purpose}/others`,
  );
  const third = Math.floor(others.length / 3);
  const [early, late] = [others.slice(0, third), others.slice(others.length - third)];
  const again = study.repeats.map((image): Showing => ({ image, showing: 2 }));
  return [
    ...shuffle(once([...study.repeats, ...early]), `${purpose}/early`),
    ...once(others.slice(third, others.length - third)),
    ...shuffle([...once(late), ...again], `${purpose}/late`),
  ];
}

function idsOf({ images }: Study): string[] {
  return images.map(({ id }) => id);
}
