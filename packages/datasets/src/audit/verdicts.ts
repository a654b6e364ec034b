import type { AuditReport, Verdict } from './auditReport.ts';
import { measures } from './comparedSet.ts';
import type { Limits } from './limits.ts';

type Findings = Omit<AuditReport, 'verdicts'>;

/** How a figure and its limit are said. */
interface Line {
  readonly name: string;
  readonly what: string;
  readonly found: number;
  readonly text: string;
  readonly limit: number | null;
  /** The limit in words, and whether the figure keeps to it; `atMost` where absent. */
  readonly limitText: string;
  readonly holds?: boolean;
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const digits = (value: number) => value.toPrecision(3);

/** Every finding against its limit. What was not measured has no line. */
export function judge(findings: Findings, limits: Limits): Verdict[] {
  return [
    ...readable(findings, limits),
    ...repeats(findings, limits),
    ...leaks(findings, limits),
    ...distances(findings, limits),
    ...looks(findings, limits),
    ...agreement(findings, limits),
  ].map(({ limit, limitText, holds, ...line }) => ({
    ...line,
    limit,
    limitText: limit === null ? 'no limit' : limitText,
    holds: limit === null ? null : (holds ?? line.found <= limit),
  }));
}

function readable({ dataset }: Findings, { unreadable }: Limits): Line[] {
  const { unreadable: found } = dataset;
  return [
    {
      name: 'unreadable',
      what: 'files that cannot be read',
      found,
      text: `${found}`,
      limit: unreadable,
      limitText: `at most ${unreadable}`,
    },
  ];
}

function repeats({ inside, diversity }: Findings, limits: Limits): Line[] {
  const { identical, nearDuplicates, twins } = inside;
  const lines: Line[] = [
    {
      name: 'identical',
      what: 'images that repeat the pixels of another',
      found: identical.count,
      text: `${identical.count}`,
      limit: limits.identical,
      limitText: `at most ${limits.identical}`,
    },
    {
      name: 'nearDuplicates',
      what: 'images as near to another as a disguised copy',
      found: nearDuplicates.share,
      text: `${nearDuplicates.count} (${percent(nearDuplicates.share)})`,
      limit: limits.nearDuplicates,
      limitText: `at most ${percent(limits.nearDuplicates ?? 0)}`,
    },
  ];
  for (const measure of twins ? measures : []) {
    const { share } = twins!.byMeasure[measure];
    lines.push({
      name: `twins.${measure}`,
      what: `images with a nearer neighbour than 99 % of real images have, in ${measure}`,
      found: share,
      text: percent(share),
      limit: limits.twins,
      limitText: `at most ${percent(limits.twins ?? 0)}`,
    });
  }
  const { dataset, real } = diversity;
  lines.push({
    name: 'msSsim',
    what: `MS-SSIM of pairs${diversity.withinGrades ? ' of one grade' : ''}${real ? ', less that of real ones' : ''}`,
    found: real ? dataset.mean - real.mean : dataset.mean,
    text: real
      ? `${signed(dataset.mean - real.mean)} (${digits(dataset.mean)}, real ${digits(real.mean)})`
      : digits(dataset.mean),
    limit: real ? limits.msSsim : null,
    limitText: `at most +${limits.msSsim}`,
  });
  return lines;
}

function leaks({ leakage }: Findings, limits: Limits): Line[] {
  if (!leakage) return [];
  const { nearCopies } = leakage;
  const more = nearCopies.share - nearCopies.realShare;
  return [
    ...measures.map((measure): Line => {
      const { below, share, interval } = leakage.byMeasure[measure];
      return {
        name: `leakage.${measure}`,
        what: `images nearer to a real one than 99 % of other real images, in ${measure}`,
        found: share,
        text: `${below} (${percent(share)}; 95 %: ${percent(interval[0])} to ${percent(interval[1])})`,
        limit: limits.leakage,
        limitText: `at most ${percent(limits.leakage ?? 0)}`,
      };
    }),
    {
      name: 'nearCopies',
      what: 'images as near to a real one as a disguised copy, less the share among real images',
      found: more,
      text: `${signed(100 * more)} points (${nearCopies.count} images)`,
      limit: limits.nearCopies,
      limitText: `at most +${100 * (limits.nearCopies ?? 0)} points`,
    },
  ];
}

function distances({ distance, settings }: Findings, limits: Limits): Line[] {
  if (!distance) return [];
  const { dataset, real } = distance;
  const { standardError } = dataset.kernel;
  const where = `in features of ${settings.extractor.model}`;
  const covered = (name: 'precision' | 'recall', what: string): Line => ({
    name,
    what,
    found: dataset[name],
    text: `${percent(dataset[name])} (real ${percent(real[name])})`,
    limit: limits[name],
    limitText: `at least real less ${100 * (limits[name] ?? 0)} points`,
    holds: dataset[name] >= real[name] - (limits[name] ?? 0),
  });
  return [
    {
      name: 'frechet',
      what: `Frechet distance ${where}`,
      found: dataset.frechet,
      text: `${digits(dataset.frechet)} (real ${digits(real.frechet)})`,
      limit: limits.frechet,
      limitText: `at most ${limits.frechet}`,
    },
    {
      name: 'kernel',
      what: `kernel distance ${where}`,
      found: dataset.kernel.distance,
      text: `${digits(dataset.kernel.distance)}${standardError === null ? '' : ` ± ${digits(standardError)}`} (real ${digits(real.kernel.distance)})`,
      limit: limits.kernel,
      limitText: `at most ${limits.kernel}`,
    },
    covered('precision', 'precision: images among the real ones'),
    covered('recall', 'recall: real images among these'),
  ];
}

function looks({ appearance }: Findings, limits: Limits): Line[] {
  if (!appearance) return [];
  const { histogram, spectrum } = appearance;
  const beside = (value: number | undefined, text: (value: number) => string) =>
    value === undefined ? '' : ` (real ${text(value)})`;
  const decibels = (value: number) => `${value.toFixed(2)} dB`;
  const lines: Line[] = [
    {
      name: 'histogram',
      what: 'grey levels, Wasserstein-1',
      found: histogram.distance,
      text: `${histogram.distance.toFixed(4)}${beside(histogram.real, (value) => value.toFixed(4))}`,
      limit: limits.histogram,
      limitText: `at most ${limits.histogram}`,
    },
  ];
  if (!spectrum) return lines;
  lines.push({
    name: 'spectrum',
    what: 'radial power spectrum, RMS difference',
    found: spectrum.distance,
    text: `${decibels(spectrum.distance)}${beside(spectrum.real, decibels)}`,
    limit: limits.spectrum,
    limitText: `at most ${limits.spectrum} dB`,
  });
  return lines;
}

function agreement({ grades }: Findings, limits: Limits): Line[] {
  if (!grades) return [];
  const { dataset, realInMix } = grades;
  const lines: Line[] = [];
  if (realInMix) {
    const difference = dataset.exact - realInMix.exact;
    lines.push({
      name: 'exact',
      what: 'exact grade: agreement with the classifier less that of real images in the same mix',
      found: difference,
      text: `${signed(100 * difference)} points (${percent(dataset.exact)}, real ${percent(realInMix.exact)})`,
      limit: limits.exact,
      limitText: `within ${100 * (limits.exact ?? 0)} points`,
      holds: Math.abs(difference) <= (limits.exact ?? 0),
    });
  } else {
    lines.push({
      name: 'exact',
      what: 'exact grade: agreement with the classifier',
      found: dataset.exact,
      text: percent(dataset.exact),
      limit: null,
      limitText: '',
    });
  }
  if (dataset.kappa !== null)
    lines.push({
      name: 'kappa',
      what: 'quadratic kappa of stated grades and the classifier',
      found: dataset.kappa,
      text: `${dataset.kappa.toFixed(3)}${realInMix?.kappa ? ` (real ${realInMix.kappa.toFixed(3)})` : ''}`,
      limit: limits.kappa,
      limitText: `at least ${limits.kappa}`,
      holds: dataset.kappa >= (limits.kappa ?? 0),
    });
  return lines;
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toPrecision(3)}`;
}
