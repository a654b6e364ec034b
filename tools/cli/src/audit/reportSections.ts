import type {
  AuditReport,
  DistanceSection,
  FeatureDistances,
  GradedSet,
  GradesSection,
  LeakageSection,
  Verdict,
} from '@roentgan/datasets/audit';
import { type Html, html } from './html.ts';

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

/** All findings, each with its limit. */
export function verdictTable(verdicts: readonly Verdict[]): Html {
  const words = (holds: boolean | null) => (holds === null ? 'found' : holds ? 'holds' : 'exceeded');
  return html`<table class="verdicts"><thead><tr><th scope="col">verdict</th><th scope="col">what</th><th scope="col">found</th><th scope="col">limit</th></tr></thead>
<tbody>${verdicts.map(
    ({ holds, what, text, limitText }) =>
      html`<tr><td class="verdict ${words(holds)}">${words(holds)}</td><td>${what}</td><td>${text}</td><td class="limit">${limitText}</td></tr>\n`,
  )}</tbody></table>`;
}

/** What the nearest real image says, by measure. */
export function leakageTable({ byMeasure }: LeakageSection): Html {
  const number = (value: number) => value.toFixed(3);
  return html`<div class="scroll" role="region" aria-label="table" tabindex="0"><table class="numbers"><thead><tr><th scope="col">distance to the nearest real image</th><th scope="col">least</th><th scope="col">1st percentile</th><th scope="col">median</th>
<th scope="col">real images: least</th><th scope="col">1st percentile</th><th scope="col">median</th><th scope="col">disguised copies below</th><th scope="col">traced to their original</th></tr></thead><tbody>
${Object.entries(byMeasure).map(
  ([measure, { dataset, real, copiesBelow, copiesNamed }]) =>
    html`<tr><th scope="row">${measure}</th>${[dataset, real].map(({ least, first, median }) => [least, first, median].map((value) => html`<td>${number(value)}</td>`))}<td>${percent(copiesBelow)}</td><td>${percent(copiesNamed)}</td></tr>`,
)}</tbody></table></div>`;
}

/** Distances of distributions beside those of real images. */
export function distanceTable({ dataset, real, range, draws }: DistanceSection): Html {
  const names = {
    frechet: 'Frechet distance',
    kernel: 'kernel distance',
    precision: 'precision',
    recall: 'recall',
  };
  const text = (value: number) => value.toPrecision(3);
  const describe = (set: FeatureDistances, name: keyof typeof names) => {
    if (name !== 'kernel') return text(set[name]);
    const { distance, standardError } = set.kernel;
    return `${text(distance)}${standardError === null ? '' : ` ± ${standardError.toPrecision(2)}`}`;
  };
  const columns = [
    [dataset, range.dataset],
    [real, range.real],
  ] as const;
  return html`<div class="scroll" role="region" aria-label="distances" tabindex="0"><table class="numbers"><thead><tr><th scope="col">mean of ${draws} draws</th><th scope="col">dataset</th><th scope="col">range</th><th scope="col">real images</th><th scope="col">range</th></tr></thead><tbody>
${(Object.keys(names) as (keyof typeof names)[]).map(
  (name) =>
    html`<tr><th scope="row">${names[name]}</th>${columns.map(([set, ranges]) => html`<td>${describe(set, name)}</td><td>${ranges[name].map(text).join(' to ')}</td>`)}</tr>`,
)}</tbody></table></div>`;
}

/** Confusion matrix of one set. */
export function confusionTable({ classes }: GradesSection, name: string, set: GradedSet): Html {
  const [low, high] = set.interval;
  const shade = (count: number, row: readonly number[]) =>
    Math.round(
      (60 * count) /
        Math.max(
          1,
          row.reduce((sum, value) => sum + value, 0),
        ),
    );
  return html`<figure><div class="scroll" role="region" aria-label="table" tabindex="0"><table class="numbers"><thead><tr><th scope="col">stated, across: found</th>${classes.map((label) => html`<th scope="col">${label}</th>`)}<th scope="col">recall</th></tr></thead><tbody>
${set.confusion.map(
  (row, grade) =>
    html`<tr><th scope="row">${classes[grade]}</th>${row.map((count) => html`<td style="background: rgb(var(--shade) / ${shade(count, row)}%)">${count}</td>`)}<td>${set.recall[grade] === null ? '–' : percent(set.recall[grade]!)}</td></tr>`,
)}</tbody></table></div><figcaption><b>${name}</b>: ${set.images} images, exact ${percent(set.exact)} (95 %: ${percent(low)} to ${percent(high)})${set.kappa !== null && `, quadratic kappa ${set.kappa.toFixed(3)}`}</figcaption></figure>`;
}

/** What comparing with some real images only misses. */
function shorterWay({ prefilter, comparedWith }: LeakageSection): string {
  const { candidates, sample, pixels, detail } = prefilter;
  if (candidates >= comparedWith) return 'none: every pair was compared pixel by pixel';
  const lost = ({ same, excess }: typeof pixels) =>
    `${percent(same)} the same nearest, distances ${percent(excess)} too large on average`;
  return `pixels are compared with the ${candidates} nearest by hash; of ${sample} images compared with all, in pixels ${lost(pixels)}; in detail ${lost(detail)}`;
}

/** What was measured, for a reader who wants the same figures again. */
export function factList({ settings, dataset, real, software, diversity, leakage }: AuditReport): Html {
  const list = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts)
      .map(([name, count]) => `${name}: ${count}`)
      .join(', ');
  const { extractor, classifier } = settings;
  const heldOut =
    real &&
    (real.heldOut === 'halves'
      ? 'each real image against those of other subjects, and one half against the other'
      : `${real.heldOut.images} held-out images`);
  const facts: [string, string | undefined][] = [
    ['dataset', `${dataset.images} images; by grade ${list(dataset.grades)}; by size ${list(dataset.sizes)}`],
    [
      'real images',
      real &&
        `${real.images} of ${real.subjects} subjects; by grade ${list(real.grades)}; by size ${list(real.sizes)}${real.unreadable > 0 ? `; ${real.unreadable} could not be read` : ''}`,
    ],
    ['real against real', heldOut],
    ['reference', settings.reference],
    ['looked at', `the middle square of each image at ${settings.side} x ${settings.side} pixels`],
    [
      'extractor',
      `${extractor.model}, SHA-256 ${extractor.sha256}; node ${extractor.node}, ${extractor.features} of ${extractor.all} features change`,
    ],
    ['classifier', `${classifier.model}, SHA-256 ${classifier.sha256}`],
    [
      'MS-SSIM',
      `${diversity.scales} scales${diversity.scales < 5 ? ' (the images are too small for 5; the first weights, brought to a sum of 1)' : ''}, ${diversity.dataset.pairs} pairs`,
    ],
    ['shorter way', leakage && shorterWay(leakage)],
    ['seed', `${settings.seed}`],
    ['made by', software],
  ];
  return html`<dl>${facts.map(([name, text]) => text !== undefined && html`<dt>${name}</dt><dd>${text}</dd>`)}</dl>`;
}
