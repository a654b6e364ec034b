import type { StudyAnalysis } from '@roentgan/datasets/study';

/** How the numbers of the report came about, for whoever cites them. */
export function methods({ readers, comparisons, repeats }: StudyAnalysis): string {
  const most = Math.max(0, ...comparisons.map(({ test }) => test.pairs));
  const least = most > 0 ? Math.min(1, 2 / 2 ** most) : 1;
  const points = [
    'Readers graded all images first, not knowing that synthetic ones were among them; then the purpose was disclosed, and they said of the same images in another order whether each is real or synthetic and how sure they were.',
    'Shares have exact binomial intervals (Clopper and Pearson 1934). Sensitivity is the share of synthetic images found, specificity that of real ones.',
    'McNemar’s exact test (1947) compares the two mistakes: the pair is an image’s origin and the verdict on it, so the discordant pairs are synthetic images taken for real and real ones taken for synthetic. It answers whether one is commoner than the other, which is fair where both origins are equally many. It is not a test of whether readers can tell at all: that is the accuracy’s interval and the area under the ROC curve.',
    'ROC: the verdict and its confidence are one rating from surely real to surely synthetic. The area’s interval is that of DeLong, DeLong and Clarke-Pearson (1988).',
    '“All answers” takes answers for independent. They are not: a reader gives many, and all readers see the same images. Its intervals are too narrow and its p-values too small; the means over readers (Student’s t) say what to expect of a further reader.',
    'Weighted kappa: Cohen (1968), its interval that of Fleiss, Cohen and Everitt (1969). Fleiss’ kappa (1971) takes grades as categories without an order; its interval is the jackknife’s over images, on images that all readers judged.',
    `Wilcoxon’s signed-rank test (1945) pairs each reader’s value on real images with that on synthetic ones; exact without ties. With ${most} pairs p cannot be below ${least.toPrecision(2)}. Holm’s method (1979) adjusts for the ${comparisons.length} comparisons, and McNemar’s test for the ${readers.length} readers.`,
    'Times count only while the image was in sight: neither pauses nor a hidden tab.',
    ...(repeats > 0
      ? [
          'Where an image was shown twice, only the first answer counts, except for the agreement of readers with themselves.',
        ]
      : []),
    'The grade of a synthetic image is the one that the model was asked for: a disagreement may be the reader’s or the model’s.',
  ];
  return `<ul>${points.map((text) => `<li>${text}</li>`).join('\n')}</ul>`;
}
