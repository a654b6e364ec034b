import type { AppearanceSection } from './auditReport.ts';
import type { CollectedSet } from './collectSet.ts';
import { GradeMeans, UNGRADED } from './gradeMeans.ts';
import { histogramDistance } from './histogram.ts';
import { decibel, spectrumDistance } from './powerSpectrum.ts';
import type { ReferenceStatistics } from './reference.ts';

type Means = Pick<CollectedSet, 'histograms' | 'spectra'>;

/**
 * Grey levels and spectrum of the dataset against aggregate statistics where there are some, else against the real images. Where all
 * grades are known on both sides, the reference's are mixed as the dataset's are.
 */
export function inspectAppearance(
  dataset: Means,
  real: { readonly all: Means; readonly parts: readonly [Means, Means] } | undefined,
  statistics: ReferenceStatistics | undefined,
): AppearanceSection | undefined {
  const reference = statistics ? meansOf(statistics) : real?.all;
  if (!reference) return undefined;
  const weights = dataset.histograms.counts;
  const inMix = [...weights.keys()].every((grade) => grade !== UNGRADED && reference.histograms.of(grade));
  const meanOf = (means: GradeMeans) => (inMix ? means.mixed(weights) : means.all());
  const [made, known] = [dataset.histograms.all(), meanOf(reference.histograms)];
  // What real images themselves score: the one part against the other, or all against the statistics.
  const others = statistics ? real && ([real.all, reference] as const) : real?.parts;
  const realHistogram =
    others && histogramDistance(meanOf(others[0].histograms), meanOf(others[1].histograms));
  return {
    against: statistics ? 'reference' : 'real',
    inMix,
    histogram: {
      distance: histogramDistance(made, known),
      ...(realHistogram !== undefined && { real: realHistogram }),
      dataset: made,
      reference: known,
    },
    spectrum: spectra(dataset, reference, others, meanOf),
  };
}

function spectra(
  dataset: Means,
  reference: Means,
  others: readonly [Means, Means] | undefined,
  meanOf: (means: GradeMeans) => number[],
): AppearanceSection['spectrum'] {
  // Both in the mix of all images, not in that of those whose spectra were taken.
  const own = decibel(dataset.spectra.mixed(dataset.histograms.counts));
  const known = decibel(meanOf(reference.spectra));
  if (own.length !== known.length) return null;
  const real =
    others && spectrumDistance(decibel(meanOf(others[0].spectra)), decibel(meanOf(others[1].spectra)));
  return {
    distance: spectrumDistance(own, known),
    ...(real !== undefined && { real }),
    dataset: own,
    reference: known,
  };
}

/** Statistics of a file, each grade counting as often as it has images. */
function meansOf({ grades }: ReferenceStatistics): Means {
  const [histograms, spectra] = [new GradeMeans(), new GradeMeans()];
  for (const [grade, { count, histogram, power }] of grades) {
    histograms.addMean(grade, histogram, count);
    spectra.addMean(grade, power, count);
  }
  return { histograms, spectra };
}

/** The means of two sets together. */
export function joinMeans(one: Means, other: Means): Means {
  return {
    histograms: GradeMeans.joined([one.histograms, other.histograms]),
    spectra: GradeMeans.joined([one.spectra, other.spectra]),
  };
}
