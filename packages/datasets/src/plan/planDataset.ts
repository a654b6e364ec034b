import type { DatasetPlan } from './datasetPlan.ts';
import type { DatasetSettings } from './datasetSettings.ts';
import { dealClasses } from './dealClasses.ts';
import { drawEdits } from './drawEdits.ts';
import type { PlannedImage } from './plannedImage.ts';
import { purposes } from './planRandom.ts';

/** The least digits of an index in a name, so that names sort as indices do. */
const LEAST_DIGITS = 6;

/** Works out what every image of a dataset is; takes two to four bytes of memory an image. */
export function planDataset(settings: DatasetSettings): DatasetPlan {
  const { name, seed, count, labels, mix, edits, split, chunk } = settings;
  const classes = mix && dealClasses(mix.weights, count, seed, purposes.mix);
  const splits = Object.keys(split ?? {});
  const parts = split && dealClasses(Object.values(split), count, seed, purposes.split);
  const digits = Math.max(LEAST_DIGITS, String(count - 1).length);
  return {
    settings,
    chunks: Math.ceil(count / chunk),
    bounds: (at) => [at * chunk, Math.min(count, (at + 1) * chunk)],
    image(index): PlannedImage {
      const own = seed + index;
      return {
        index,
        name: `${name}-${String(index).padStart(digits, '0')}`,
        seed: own,
        labels: mix ? { ...labels, [mix.label]: classes![index]! } : labels,
        edits: drawEdits(edits, own),
        ...(parts && { split: splits[parts[index]!]! }),
      };
    },
  };
}
