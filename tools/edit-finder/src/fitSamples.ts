import { type Generator, normalLatent } from '@roentgan/gan-runtime';
import { type ClassMix, spreadClasses } from './classMix.ts';
import type { EditedLatent } from './latentInput.ts';
import type { Measures } from './measures.ts';
import { type LinearFit, NormalEquations } from './normalEquations.ts';
import { type Following, measureShots } from './shots.ts';

/** Against columns that say the same, such as a class that is never drawn. */
const ridge = 1e-6;
/** Fewer samples for each feature leave the fit to chance. */
const samplesPerFeature = 2;

export interface SampleFit extends LinearFit {
  readonly measured: number;
  readonly unmeasured: number;
}

/**
 * Draws and measures images and fits each attribute as a linear function of latent and class. The mean gradient of an attribute over
 * normal latents is that function's slope (Stein's lemma), however bent the attribute is; and the normal of a linear classifier of high
 * and low scores, which InterFaceGAN takes, points the same way where it is not bent.
 * @throws RangeError where too few images could be measured, or an attribute is the same in all
 */
export async function fitSamples(
  generator: Generator,
  measures: Measures,
  latent: EditedLatent,
  {
    first,
    count,
    mix,
  }: { readonly first: number; readonly count: number; readonly mix?: ClassMix | undefined },
  following: Following = {},
): Promise<SampleFit> {
  const classes = mix?.weights.length ?? 0;
  const features = new Float64Array(latent.length + classes + 1);
  const equations = new NormalEquations(features.length, measures.attributes.length);
  const order = mix ? spreadClasses(mix, count) : [];
  for await (const { shot, values } of measureShots(generator, measures, shotsOf(), following)) {
    if (!values) continue;
    features.fill(0);
    features.set(normalLatent(shot.seed, latent.stream, latent.length));
    if (shot.index !== undefined) features[latent.length + shot.index] = 1;
    features[features.length - 1] = 1;
    equations.add(features, values);
  }
  const least = samplesPerFeature * features.length;
  if (equations.count < least) {
    throw new RangeError(
      `${equations.count} of ${count} images could be measured, expected at least ${least} for ${latent.length} latents`,
    );
  }
  const fit = equations.solve(ridge);
  const still = fit.deviations.findIndex((deviation) => !(deviation > 0));
  if (still >= 0) {
    const { name } = measures.attributes[still]!;
    throw new RangeError(
      `attribute "${name}" is ${fit.means[still]} in all images, expected one that varies`,
    );
  }
  return { ...fit, measured: equations.count, unmeasured: count - equations.count };

  // A batch has one class: each stretch of images takes the classes in turn.
  function* shotsOf() {
    const stretch = 8 * Math.max(1, classes);
    for (let start = 0; start < count; start += stretch) {
      const places = Array.from({ length: Math.min(stretch, count - start) }, (_, at) => start + at);
      places.sort((a, b) => (order[a] ?? 0) - (order[b] ?? 0) || a - b);
      for (const place of places) {
        const index = order[place];
        const labels = mix && index !== undefined ? { labels: { [mix.label]: index } } : {};
        yield { seed: first + place, index, ...labels };
      }
    }
  }
}
