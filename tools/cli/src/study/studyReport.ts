import { readingsOf, type StudyAnalysis } from '@roentgan/datasets/study';
import { version } from '../version.ts';
import { fixed, intervalText, percent, pText, shareText } from './formatValues.ts';
import { escapeHtml, figureHtml, matrixHtml, pageHtml, tableHtml } from './markup.ts';
import { loadPlots } from './plots.ts';
import type { StudyResults } from './readStudyResults.ts';
import { methods } from './reportMethods.ts';

/** A study's report as one HTML page that loads nothing. It shows no image and names no file. */
export async function studyReport(
  { study, results }: StudyResults,
  analysis: StudyAnalysis,
): Promise<string> {
  const plots = await loadPlots();
  const readings = results.map((result) => readingsOf(study.study, result));
  const { name, grades } = analysis.study;
  const { detection, grading } = analysis.pooled;
  const body = [
    headHtml(analysis),
    '<h2>Real or synthetic</h2>',
    figureHtml(
      plots.shares(analysis),
      'Share of correct verdicts, of synthetic images found and of real images found, with exact 95 % intervals. The dashed line is what guessing gives.',
    ),
    readersTable(analysis),
    `<p>${escapeHtml(mistakesText(analysis))}</p>`,
    figureHtml(
      plots.ratings(readings),
      'Answers to real and to synthetic images, from surely real (left) to surely synthetic (right).',
    ),
    figureHtml(
      plots.roc(analysis),
      `ROC of the ratings: thin a reader, thick all answers (area ${intervalText(detection.roc.auc, detection.roc)}).`,
    ),
    tableHtml(
      'By grade, all answers: correct verdicts, synthetic found, real found',
      ['Grade', 'Correct', 'Synthetic found', 'Real found'],
      detection.byGrade.map((shares, at) => [
        grades[at]!,
        ...[shares.accuracy, shares.sensitivity, shares.specificity].map(shareText),
      ]),
    ),
    '<h2>Grades</h2>',
    `<div class="pair">${matrixHtml('Real images, all readers', grades, grading.real.table)}${matrixHtml('Synthetic images, all readers', grades, grading.synthetic.table)}</div>`,
    '<p class="soft">Known of a real image, asked of a synthetic one.</p>',
    gradesTable(analysis),
    tableHtml(
      'Graded exactly as known, by grade, all readers',
      ['Grade', 'Real', 'Synthetic'],
      grades.map((grade, at) => [
        grade,
        shareText(grading.real.byGrade[at]!),
        shareText(grading.synthetic.byGrade[at]!),
      ]),
    ),
    '<h2>Agreement</h2>',
    agreementHtml(analysis),
    '<h2>Real against synthetic</h2>',
    comparisonsTable(analysis),
    figureHtml(
      plots.times(readings),
      'Seconds for an answer: quartiles, the middle line the median, whiskers up to 1.5 times the box.',
    ),
    '<h2>Methods and limits</h2>',
    methods(analysis),
    `<p class="soft">Made by Roentgan ${version()} from study <code>${analysis.study.id.slice(0, 16)}</code>. Not for diagnosis.</p>`,
  ].join('\n');
  return pageHtml(`${name}: reader study`, body);
}

function headHtml({ study, readers, images, repeats, pooled }: StudyAnalysis): string {
  const { accuracy, mistakes } = pooled.detection;
  const { real, synthetic } = pooled.grading;
  const partial = readers.filter(({ complete }) => !complete).length;
  const counted = `${readers.length} ${readers.length === 1 ? 'reader' : 'readers'}${partial > 0 ? ` (${partial} not complete)` : ''}, ${images.real} real and ${images.synthetic} synthetic images${repeats > 0 ? `, ${repeats} of them shown twice` : ''}`;
  const facts = [
    ['Told apart, all answers', shareText(accuracy)],
    ['Area under ROC, mean of readers', intervalText(pooled.auc.mean, pooled.auc)],
    ['Synthetic taken for real', `${mistakes.first}`],
    ['Real taken for synthetic', `${mistakes.second}`],
    ['Graded as known, real', percent(real.exact.share)],
    ['Graded as asked, synthetic', percent(synthetic.exact.share)],
  ];
  const list = facts
    .map(([term, value]) => `<div><dt>${escapeHtml(term!)}</dt><dd>${escapeHtml(value!)}</dd></div>`)
    .join('');
  return `<h1>${escapeHtml(study.name)}</h1><p class="soft">Reader study: ${counted}.</p><dl class="key">${list}</dl>`;
}

function readersTable({ readers, pooled }: StudyAnalysis): string {
  const judged = ({ accuracy, sensitivity, specificity, roc }: typeof pooled.detection) => [
    ...[accuracy, sensitivity, specificity].map(shareText),
    intervalText(roc.auc, roc),
  ];
  const mistakes = ({ first, second, p }: typeof pooled.detection.mistakes) => [
    `${first} / ${second}`,
    pText(p),
  ];
  const rows = readers.map(({ reader, detection, mistakesAdjusted }) => {
    const years = reader.years === undefined ? '' : `${reader.years} y`;
    return [
      reader.code,
      [reader.role, years].filter(Boolean).join(', '),
      ...judged(detection),
      ...mistakes(detection.mistakes),
      pText(mistakesAdjusted),
    ];
  });
  return tableHtml(
    'Readers; intervals are 95 %',
    [
      'Reader',
      'Experience',
      'Correct',
      'Synthetic found',
      'Real found',
      'Area under ROC',
      'Synthetic / real mistaken',
      'McNemar p',
      'Holm',
    ],
    [...rows, ['all answers', '', ...judged(pooled.detection), ...mistakes(pooled.detection.mistakes), '']],
  );
}

function mistakesText({ pooled, images }: StudyAnalysis): string {
  const { first, second, p } = pooled.detection.mistakes;
  const which =
    p >= 0.05
      ? 'no clear difference'
      : first > second
        ? 'more synthetic images were taken for real than the reverse'
        : 'more real images were taken for synthetic than the reverse';
  const fair =
    images.real === images.synthetic
      ? ''
      : ' The numbers of real and synthetic images differ, so this comparison is not a fair one.';
  return `Over all answers ${first} synthetic images were taken for real and ${second} real ones for synthetic: ${which} (McNemar p ${pText(p)}, answers taken for independent).${fair}`;
}

function gradesTable({ readers, pooled }: StudyAnalysis): string {
  const cells = ({ real, synthetic }: typeof pooled.grading) =>
    [real, synthetic].flatMap(({ linear, quadratic, error }) => [
      intervalText(linear.kappa, linear),
      intervalText(quadratic.kappa, quadratic),
      fixed(error.mean),
    ]);
  return tableHtml(
    "Grades given against grades known: Cohen's weighted kappa (linear, quadratic) and mean difference",
    [
      'Reader',
      'Real, linear',
      'Real, quadratic',
      'Real, difference',
      'Synthetic, linear',
      'Synthetic, quadratic',
      'Synthetic, difference',
    ],
    [
      ...readers.map(({ reader, grading }) => [reader.code, ...cells(grading)]),
      ['all answers', ...cells(pooled.grading)],
    ],
  );
}

function agreementHtml({ agreement, readers, repeats }: StudyAnalysis): string {
  const parts: string[] = [];
  if (agreement) {
    const row = (name: string, kappas: typeof agreement.verdicts) => [
      name,
      ...(['all', 'real', 'synthetic'] as const).map((kind) =>
        intervalText(kappas[kind].kappa, kappas[kind]),
      ),
    ];
    parts.push(
      tableHtml(
        "Between readers: Fleiss' kappa",
        ['Of', 'All images', 'Real', 'Synthetic'],
        [row('verdicts', agreement.verdicts), row('grades', agreement.grades)],
      ),
      tableHtml(
        "Grades of each two readers: Cohen's weighted kappa",
        ['Readers', 'Linear', 'Quadratic'],
        agreement.pairs.map(({ readers: pair, linear, quadratic }) => [
          pair.join(' and '),
          intervalText(linear.kappa, linear),
          intervalText(quadratic.kappa, quadratic),
        ]),
      ),
    );
  } else parts.push('<p>One reader: there is nothing to compare between readers.</p>');
  if (repeats > 0)
    parts.push(
      tableHtml(
        'Of each reader with himself or herself, on images that were shown twice',
        ['Reader', 'Same grade', 'Quadratic kappa', 'Same verdict', 'Kappa'],
        readers.map(({ reader, repeats: again }) => [
          reader.code,
          shareText(again.grades),
          intervalText(again.gradesKappa.kappa, again.gradesKappa),
          shareText(again.verdicts),
          intervalText(again.verdictsKappa.kappa, again.verdictsKappa),
        ]),
      ),
    );
  return parts.join('\n');
}

function comparisonsTable({ comparisons }: StudyAnalysis): string {
  return tableHtml(
    "Readers' values on real and on synthetic images (medians over readers); Wilcoxon's signed-rank test, readers being the pairs",
    ['Measure', 'Real', 'Synthetic', 'Unit', 'Pairs', 'p', 'Holm'],
    comparisons.map(({ name, unit, real, synthetic, test, adjusted }) => [
      name,
      fixed(real),
      fixed(synthetic),
      unit,
      String(test.pairs),
      pText(test.p),
      pText(adjusted),
    ]),
  );
}
