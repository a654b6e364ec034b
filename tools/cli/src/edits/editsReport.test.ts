import type { EditsCheck, EditVerdict } from '@roentgan/edit-finder';
import { expect, test } from 'vitest';
import { describeVerdicts } from './describeVerdicts.ts';
import { editsReport } from './editsReport.ts';

const severity: EditVerdict = {
  edit: 'severity',
  attribute: 'grade',
  unit: 'KL grades',
  range: [-3.2, 3.2],
  images: 198,
  lost: 3,
  monotone: 0.9848,
  slope: 0.934,
  slopeQuartiles: [0.8, 1.1],
  drifts: [
    { attribute: 'rotation', mean: 0.04, typical: 0.11 },
    { attribute: 'size', mean: -0.31, typical: 0.4 },
  ],
  passes: { monotone: true, slope: true, drift: false },
};
const check: EditsCheck = {
  verdicts: [severity],
  attributes: [
    { name: 'grade', unit: 'KL grades', deviation: 1.2345 },
    { name: 'rotation', unit: 'degrees', deviation: 2 },
    { name: 'size', unit: '%', deviation: 3 },
  ],
  seeds: { first: 0, count: 200, unmeasured: 2 },
  steps: 7,
  mix: { label: 'grade', weights: [328, 153, 212, 106, 27] },
};
const limits = { monotone: 0.95, slope: 0.2, drift: 0.25 };

test('a line for each edit names what fails', () => {
  expect(describeVerdicts([severity])).toBe(
    'severity: -3.2 to 3.2 KL grades; monotone 98 %; slope 0.93; most drift -31 % (size); FAILS drift\n',
  );
});

test('the report holds seeds, mix, limits and every drift', () => {
  const text = editsReport(check, { model: 'm', modelSha256: 'ab', classifier: 'knee-grade', limits });
  expect(text).toContain(
    'Seeds 0 to 199, classes of `grade` in the mix 328:153:212:106:27; 2 of their images',
  );
  expect(text).toContain(
    '| severity | -3.2 to 3.2 KL grades | 98 %, 3 lost | 0.93 | 0.80 to 1.10 | -31 % (size) | **no: drift** |',
  );
  expect(text).toContain('|  |  | at least 95 % | 1 ± 0.2 |  | under 25 % |  |');
  expect(text).toContain('| standard deviation | 1.23 KL grades | 2.00 degrees | 3.00 % |');
  expect(text).toContain('| severity |  | 4.0 % (11 %) | -31 % (40 %) |');
});
