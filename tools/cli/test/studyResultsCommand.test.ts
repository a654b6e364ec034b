import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type OpenStudy, writeResult } from '@roentgan/datasets/study';
import { beforeAll, expect, test } from 'vitest';
import { type Answering, runReader } from '../../../packages/datasets/test/study/sampleStudy.ts';
import { studyFolder } from './studyFolder.ts';

const { folder, run, make, open } = await studyFolder();

const answering: Answering = ({ origin, grade, at }) => ({
  grading: { grade: (grade + (at % 4 === 0 ? 1 : 0)) % 3 },
  detection: { verdict: at % 3 === 0 ? 'real' : origin, confidence: 1 + (at % 3) },
  milliseconds: 2000 + 100 * at,
});
let study: OpenStudy;
const save = (name: string, code: string, upTo?: number) =>
  writeFileSync(join(folder, name), writeResult(runReader(study, code, answering, upTo)));
beforeAll(() => {
  make('pilot.json', '--seed', '4', '--repeats', '2', '--name', 'Pilot <1>');
  study = open('pilot.json');
  save('r1.json', 'R1');
  save('r2.json', 'R2');
  save('r3.json', 'R3', 20);
  const text = readFileSync(join(folder, 'r1.json'), 'utf8');
  writeFileSync(join(folder, 'cut.json'), text.slice(0, 1000));
  writeFileSync(join(folder, 'changed.json'), text.replace('"milliseconds": 2', '"milliseconds": 3'));
  make('other.json', '--name', 'test');
  writeFileSync(join(folder, 'foreign.json'), writeResult(runReader(open('other.json'), 'R1', answering)));
});

test('analyse says what they show, as lines and as JSON', () => {
  const { code, stdout } = run('analyse', 'pilot.json', 'r1.json', 'r2.json');
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^Pilot <1>: 2 readers, 6 real and 6 synthetic images; intervals are 95 %\nR1 \(Radiologist\)\n {2}told apart \d+ % \(/,
  );
  const { readers, comparisons } = JSON.parse(
    run('analyse', 'pilot.json', 'r1.json', 'r2.json', '--json').stdout,
  );
  const fooled = study.study.images.filter(({ origin }, at) => at % 3 === 0 && origin === 'synthetic').length;
  expect(readers[0].detection.mistakes).toMatchObject({ first: fooled, second: 0 });
  expect(comparisons).toHaveLength(6);
});

test('report writes one page that loads nothing and names no file, and tables', () => {
  const found = run(
    'report',
    'pilot.json',
    'r1.json',
    'r2.json',
    '-o',
    'out/report.html',
    '--csv',
    'out/tables',
  );
  expect(found).toEqual({ code: 0, stdout: 'out/report.html and tables in out/tables\n', stderr: '' });
  const html = readFileSync(join(folder, 'out/report.html'), 'utf8');
  expect(html).toContain('<h1>Pilot &lt;1&gt;</h1>');
  expect(html.match(/<svg/g)!.length).toBe(4);
  expect(html).not.toMatch(/<script|<link|<img|https?:\/\/(?!www\.w3\.org)|patient|NaN|undefined/);
  expect(readdirSync(join(folder, 'out/tables')).sort()).toEqual([
    'agreement.csv',
    'answers.csv',
    'comparisons.csv',
    'grades.csv',
    'readers.csv',
  ]);
  for (const name of readdirSync(join(folder, 'out/tables'))) {
    const rows = readFileSync(join(folder, 'out/tables', name), 'utf8')
      .trimEnd()
      .split('\r\n');
    const widths = new Set(rows.map((row) => row.replaceAll(/"[^"]*"/g, '').split(',').length));
    expect([name, widths.size]).toEqual([name, 1]);
    if (name === 'answers.csv') expect(rows).toHaveLength(1 + 2 * 2 * 14);
  }
});

test.each([
  [
    ['r1.json', 'r1.json'],
    'r1.json: reader R1 is in r1.json too, expected one file a reader; r1.json holds 28 of the 28 answers of r1.json: leave it out',
  ],
  [
    ['r1.json', 'r3.json'],
    'r3.json: reader R3 stopped after 14 grades and 6 verdicts, expected all answers (--partial takes what is there)',
  ],
  [['pilot.json'], 'pilot.json: is no result of a reader study, expected a file that the study page saved'],
  [['none.json'], 'none.json: no such file'],
  [['cut.json'], 'cut.json: is no JSON, or cut short, expected a file as it was saved'],
  [
    ['changed.json'],
    'changed.json: was changed after it was saved (its checksum does not fit), expected it as it was',
  ],
  [['foreign.json'], 'foreign.json: is of another study, "test", expected "Pilot <1>"'],
])('%j is one error', (files, message) => {
  const found = run('report', 'pilot.json', ...files, '-o', 'never.html');
  expect(found).toEqual({ code: 1, stdout: '', stderr: `roentgan study: ${message}\n` });
  expect(existsSync(join(folder, 'never.html'))).toBe(false);
});

test('--partial takes part of a result', () => {
  const { code, stdout } = run('analyse', 'pilot.json', 'r1.json', 'r3.json', '--partial');
  expect(code).toBe(0);
  expect(stdout).toContain('R3 (Radiologist, not complete)');
  expect(run('report', 'pilot.json', 'r3.json', '--partial', '-o', 'partial.html').code).toBe(0);
  expect(readFileSync(join(folder, 'partial.html'), 'utf8')).not.toMatch(/NaN|undefined/);
});
