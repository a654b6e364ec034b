import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodePng, normalLatent } from '@roentgan/gan-runtime';
import { writeModel } from '@roentgan/gan-runtime/model-file';
import { beforeAll, describe, expect, test } from 'vitest';
import { classifierModel } from '../../../packages/measurer/test/classifierModel.ts';
import { runCommand } from './runCommand.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const folder = temporaryFolder();
const SIDE = 48;
const audit = (...args: string[]) =>
  runCommand(
    folder,
    'audit',
    ...args,
    '--classifier',
    'small.safetensors',
    '--backend',
    'cpu',
    '--threads',
    '1',
  );

/** Smooth random shapes. */
async function png(path: string, seed: number, side = SIDE): Promise<void> {
  const waves = normalLatent(seed, 0, 96);
  const data = Uint8Array.from({ length: side * side }, (_, at) => {
    let sum = 0;
    for (let wave = 0; wave < 24; wave++) {
      const turn = 3 * (waves[4 * wave]! * (at % side) + waves[4 * wave + 1]! * Math.floor(at / side));
      sum += waves[4 * wave + 2]! * Math.sin((2 * Math.PI * turn) / side + 3 * waves[4 * wave + 3]!);
    }
    return Math.min(255, Math.max(0, 128 + 9 * sum));
  });
  const blob = await encodePng({ width: side, height: side, channels: 1, bitDepth: 8, data });
  writeFileSync(join(folder, path), new Uint8Array(await blob.arrayBuffer()));
}

beforeAll(async () => {
  for (const path of ['made/images', 'real/0', 'real/1', 'plain', 'empty'])
    mkdirSync(join(folder, path), { recursive: true });
  const rows = ['file,index,grade'];
  for (let index = 0; index < 12; index++) {
    await png(`made/images/m${index}.png`, index);
    rows.push(`images/m${index}.png,${index},${index % 2}`);
    await png(`real/${index % 2}/secret${index >> 1}${index % 2 ? 'R' : 'L'}.png`, 100 + index);
    await png(`plain/p${index}.png`, 200 + index, index === 3 ? 60 : SIDE);
  }
  writeFileSync(join(folder, 'made/metadata.csv'), `${rows.join('\r\n')}\r\n`);
  writeFileSync(join(folder, 'real/0/notes.pdf'), 'no picture');
  writeFileSync(join(folder, 'plain/broken.png'), 'no picture');
  writeFileSync(
    join(folder, 'small.safetensors'),
    writeModel(classifierModel({ input: [1, 16, 16], classes: 2 })),
  );
});

describe('an export against real images', () => {
  test('one line a finding, a report that names and shows no real image', () => {
    const { code, stdout, stderr } = audit('made', '--real', 'real', '-o', 'out');
    expect(code, stderr).toBe(0);
    expect(stderr).toContain('real: no images, left out: 0/notes.pdf');
    const lines = stdout.trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(12);
    for (const line of lines.slice(0, -1))
      expect(line).toMatch(/^(holds|EXCEEDED|found) +\S.*: .+; (at (most|least)|within|no limit)/);
    expect(lines.at(-1)).toMatch(/exceeded; out\/report\.html and report\.json$/);
    expect(readdirSync(join(folder, 'out')).sort()).toEqual(['report.html', 'report.json']);
    const [html, text] = ['report.html', 'report.json'].map((name) =>
      readFileSync(join(folder, 'out', name), 'utf8'),
    );
    for (const written of [html!, text!]) expect(written).not.toContain('secret');
    const report = JSON.parse(text!);
    expect(report.dataset).toMatchObject({ images: 12, grades: { 0: 6, 1: 6 }, sizes: { '48x48': 12 } });
    expect(report.real).toMatchObject({ images: 12, subjects: 6, heldOut: 'halves' });
    expect(html).toContain('real image,<br>not shown');
    // Plots are there as pictures, and nothing is loaded from elsewhere.
    expect(html!.match(/<svg/g)!.length).toBeGreaterThanOrEqual(5);
    expect(html).not.toMatch(/<script|(?:src|href)="(?!data:)/);
  });

  test('--show-real names and shows them', () => {
    expect(audit('made', '--real', 'real', '--show-real', '-o', 'shown').code).toBe(0);
    const html = readFileSync(join(folder, 'shown/report.html'), 'utf8');
    expect(html).toMatch(/alt="real: \d\/secret\d[LR]\.png"/);
    expect(html).not.toContain('not shown');
  });
});

describe('a plain folder', () => {
  test('no grades, one size of another, one broken: told, and the rest is audited; --fail says so in the exit code', () => {
    const { code, stdout, stderr } = audit('plain', '-o', 'plain-out', '--fail', '--json');
    expect(stderr).toContain('left out: plain/broken.png: is of another format');
    expect(code).toBe(1);
    const report = JSON.parse(stdout);
    expect(report).toEqual(JSON.parse(readFileSync(join(folder, 'plain-out/report.json'), 'utf8')));
    expect(report.dataset).toEqual({
      images: 12,
      grades: { unknown: 12 },
      sizes: { '48x48': 11, '60x60': 1 },
      unreadable: 1,
    });
    expect(report.grades).toBeUndefined();
    expect(report.diversity.scales).toBe(3);
  });

  test('limits that are met or taken away', () => {
    const limits = ['unreadable=1', 'nearDuplicates=none'].flatMap((limit) => ['--limit', limit]);
    const { code, stdout } = audit('plain', '-o', 'plain-out', '--fail', ...limits);
    expect(stdout).toContain('no limit is exceeded');
    expect(code).toBe(0);
  });
});

describe('what cannot be audited is one line, and nothing is written', () => {
  test.each<[number, RegExp, string[]]>([
    [2, /^roentgan audit: DATASET is missing$/m, []],
    [1, /^roentgan audit: missing: no such folder$/m, ['missing']],
    [1, /^roentgan audit: small\.safetensors: is a file, expected a folder$/m, ['small.safetensors']],
    [1, /^roentgan audit: empty: no image in it or below, expected \.png, \.jpg, \.jpeg, \.dcm$/m, ['empty']],
    [1, /^roentgan audit: empty: no image in it/m, ['made', '--real', 'empty']],
    [2, /--show-real goes with --real FOLDER, which is missing/, ['made', '--show-real']],
    [2, /--real-held-out goes with --real FOLDER, which is missing/, ['made', '--real-held-out', 'real']],
    [
      2,
      /--limit fid: there is no such limit, expected one of unreadable|identical/,
      ['made', '--limit', 'fid=3'],
    ],
    [2, /--limit kappa is "much"/, ['made', '--limit', 'kappa=much']],
    [1, /missing\.json: no such file/, ['made', '--reference', 'missing.json']],
    [1, /metadata\.csv: is no JSON object, expected/, ['made', '--reference', 'made/metadata.csv']],
    [1, /small\.safetensors has no "pool", expected --features NODE/, ['made', '--features', 'pool']],
    [
      1,
      /made\/metadata\.csv: no column "kl", expected that of --grade-column/,
      ['made', '--grade-column', 'kl'],
    ],
  ])('exit %i: %s', (expected, message, args) => {
    const { code, stdout, stderr } = audit(...args, '-o', 'refused');
    expect(stderr).toMatch(message);
    expect(stdout).toBe('');
    expect(code).toBe(expected);
    expect(existsSync(join(folder, 'refused'))).toBe(false);
  });
});
