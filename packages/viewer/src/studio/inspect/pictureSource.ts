import { generatedRaster } from '@roentgan/measurer';
import type { ModelSummary, PictureSource } from '../modelWorker/messages.ts';
import type { Studio } from '../view.ts';
import { takesImages } from '../views.ts';

/** What a layer is computed from, and how that is said. */
export interface FoundSource {
  readonly source: PictureSource;
  readonly text: string;
  readonly isSynthetic: boolean;
}

/**
 * What the graph's inputs are made from: the studio's seed, the studio's picture for a model that takes one, or a file.
 * @param isAtHand whether it is the studio's own model, whose labels and edits then hold too
 * @returns undefined where the model takes a picture and none is there
 */
export async function pictureSource(
  studio: Studio,
  { graph }: ModelSummary,
  isAtHand: boolean,
  file: File | undefined,
): Promise<FoundSource | undefined> {
  const { seed, labels, edits, truncation } = studio.state;
  const settings = { seed, labels, edits, ...(truncation === undefined ? {} : { truncation }) };
  if (!graph.inputs.some(({ kind }) => kind === 'image')) {
    const time = graph.sampler
      ? `, one run on noise at ${graph.sampler.timestep.input} as it is by default`
      : '';
    if (!isAtHand)
      return { source: { kind: 'seed', options: { seed } }, text: `Seed ${seed}${time}`, isSynthetic: true };
    const stated = Object.entries(labels).map(([name, label]) => `, ${name} ${label}`);
    const text = `Seed ${seed}${stated.join('')}, as the image view has it${time}`;
    return { source: { kind: 'seed', options: settings }, text, isSynthetic: true };
  }
  if (file) return { source: { kind: 'file', file }, text: `Of ${file.name}`, isSynthetic: false };
  if (isAtHand || takesImages(studio.model) || !studio.viewer.generator) return undefined;
  const picture = generatedRaster(await studio.viewer.generator.generate(settings));
  return {
    source: { kind: 'picture', picture },
    text: `Of the studio's picture, seed ${seed}`,
    isSynthetic: true,
  };
}
