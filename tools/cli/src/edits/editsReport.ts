import type { EditLimits, EditsCheck } from '@roentgan/edit-finder';
import { percent, worstDrift } from './describeVerdicts.ts';

/** What the report says of where it comes from. */
export interface ReportFacts {
  readonly model: string;
  readonly modelSha256: string;
  readonly classifier: string | undefined;
  readonly limits: EditLimits;
}

/** The check as Markdown: one table of verdicts, one of drifts. */
export function editsReport(check: EditsCheck, facts: ReportFacts): string {
  const { seeds, steps, mix, attributes, verdicts } = check;
  const { limits } = facts;
  const classes = mix ? `, classes of \`${mix.label}\` in the mix ${mix.weights.join(':')}` : '';
  return [
    `Model \`${facts.modelSha256}\`; grades by ${facts.classifier ?? 'a classifier without a name'}.`,
    `Seeds ${seeds.first} to ${seeds.first + seeds.count - 1}${classes}; ${seeds.unmeasured} of their images could not be measured and are left out.`,
    `Each edit at ${steps} amounts spread evenly over its range (of an edit that moves a label, over what the image's class leaves of it).`,
    '',
    table([
      ['edit', 'range', 'monotone', 'slope', 'middle half of slopes', 'most drift', 'keeps to the limits'],
      [
        '',
        '',
        `at least ${percent(limits.monotone)}`,
        `1 ± ${limits.slope}`,
        '',
        `under ${percent(limits.drift)}`,
        '',
      ],
      ...verdicts.map((verdict) => {
        const { edit, range, unit, monotone, slope, slopeQuartiles, passes, lost } = verdict;
        const worst = worstDrift(verdict);
        const failed = Object.entries(passes).flatMap(([name, passed]) => (passed ? [] : [name]));
        return [
          edit,
          `${range[0]} to ${range[1]} ${unit}`,
          `${percent(monotone)}${lost > 0 ? `, ${lost} lost` : ''}`,
          slope.toFixed(2),
          slopeQuartiles.map((value) => value.toFixed(2)).join(' to '),
          worst ? `${percent(worst.mean)} (${worst.attribute})` : '',
          failed.length > 0 ? `**no: ${failed.join(', ')}**` : 'yes',
        ];
      }),
    ]),
    '',
    'Drift of each attribute in its own standard deviations, for each standard deviation that the edit changes its own attribute: of the',
    'mean response (in brackets: the median image, whichever way it went).',
    '',
    table([
      ['edit', ...attributes.map(({ name }) => name)],
      [
        'standard deviation',
        ...attributes.map(({ deviation, unit }) => `${deviation.toPrecision(3)} ${unit}`),
      ],
      ...verdicts.map(({ edit, drifts }) => [
        edit,
        ...attributes.map(({ name }) => {
          const drift = drifts.find(({ attribute }) => attribute === name);
          return drift ? `${percent(drift.mean)} (${percent(drift.typical)})` : '';
        }),
      ]),
    ]),
    '',
  ].join('\n');
}

function table([head, ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head!), line(head!.map(() => '---')), ...rows.map(line)].join('\n');
}
