import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { commandFile, runCommand } from './runCommand.ts';
import { temporaryFolder } from './temporaryFolder.ts';
import { tinyModelFile } from './tinyModel.ts';

const folder = temporaryFolder();
writeFileSync(join(folder, 'tiny.safetensors'), tinyModelFile);
const base = ['export', '--model', 'tiny.safetensors', '--backend', 'cpu'];

/** Every file of an export but the lock, by path. */
function contents(path: string): Map<string, string> {
  const entries = readdirSync(join(folder, path), { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const named = files.map(
    (file) => [file.slice(join(folder, path).length), readFileSync(file, 'base64')] as const,
  );
  return new Map(named.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function journalLines(path: string): number {
  const file = join(folder, path, 'export.jsonl');
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0;
}

function start(args: readonly string[]): ChildProcess & { ended: Promise<unknown[]> } {
  const child = spawn(process.execPath, [commandFile, ...args], { cwd: folder, stdio: 'pipe' });
  return Object.assign(child, { ended: once(child, 'exit') });
}

/** Waits until the journal has so many lines or the process has ended. */
async function reach(child: ChildProcess, path: string, lines: number): Promise<void> {
  while (child.exitCode === null && journalLines(path) < lines) await setTimeout(5);
}

describe.each(['png', 'webdataset', 'stylegan'])('%s', (format) => {
  const args = [...base, '--format', format, '--count', '400', '--chunk', '50'];

  test('killed again and again it has every image once, with the same bytes, in any number of threads', async () => {
    const whole = runCommand(folder, ...args, '--out', `${format}-whole`, '--threads', '1', '--workers', '0');
    expect(whole).toMatchObject({ code: 0, stdout: `400 images in ${format}-whole\n` });
    const out = `${format}-killed`;
    let kills = 0;
    for (let delay = 0; ; delay = (delay + 7) % 40) {
      const child = start([...args, '--out', out, '--threads', '2', '--workers', '2', '--batch', '3']);
      await reach(child, out, journalLines(out) + 3);
      await setTimeout(delay);
      child.kill('SIGKILL');
      const [code, signal] = await child.ended;
      if (signal === null) {
        expect(code).toBe(0);
        break;
      }
      kills++;
    }
    expect(kills).toBeGreaterThan(0);
    const [killed, expected] = [contents(out), contents(`${format}-whole`)];
    killed.delete('/.export.lock');
    expect([...killed.keys()]).toEqual([...expected.keys()]);
    expect(killed).toEqual(expected);
    const again = runCommand(folder, ...args, '--out', out, '--check');
    expect(again.stdout).toMatch(
      /400 images in \S+, 400 of them by an earlier run\n.*: 400 images in \d+ files, all as written\n/,
    );
  }, 400_000);
});

test('Ctrl-C stops behind the chunk, says so, and the same command goes on', async () => {
  const args = [...base, '--count', '400', '--chunk', '50', '--out', 'interrupted'];
  const child = start(args);
  let said = '';
  child.stdout!.on('data', (data) => {
    said += data;
  });
  await reach(child, 'interrupted', 2);
  child.kill('SIGINT');
  const [code] = await child.ended;
  expect(code).toBe(130);
  const chunks = journalLines('interrupted') - 1;
  expect(said).toBe(
    `stopped: ${chunks * 50} of 400 images in interrupted; the same command goes on with them\n`,
  );
  expect(existsSync(join(folder, 'interrupted/.export.lock'))).toBe(false);
  expect(runCommand(folder, ...args)).toMatchObject({
    code: 0,
    stdout: `400 images in interrupted, ${chunks * 50} of them by an earlier run\n`,
  });
  expect(contents('interrupted')).toEqual(contents('png-whole'));
});

test('a running export keeps others out of its folder', async () => {
  const args = [...base, '--count', '400', '--chunk', '50', '--out', 'locked'];
  const child = start(args);
  await reach(child, 'locked', 2);
  const second = runCommand(folder, ...args);
  child.kill('SIGKILL');
  await child.ended;
  expect(second.code).toBe(1);
  expect(second.stderr).toContain(`locked: process ${child.pid} exports into it, expected a folder of`);
});

test('what is in the tables: seed, labels, model and hash of each image', () => {
  const args = [...base, '--count', '5', '--seed', '40', '--mix', '2,0,3', '--name', 'mine', '--bits', '16'];
  const made = runCommand(
    folder,
    ...args,
    '--format',
    'imagefolder',
    '--split',
    'train=0.8,test=0.2',
    '--out',
    'split',
  );
  expect(made).toMatchObject({ code: 0 });
  const read = (part: string) =>
    readFileSync(join(folder, 'split', part, 'metadata.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  const [train, held] = [read('train'), read('test')];
  expect([train.length, held.length]).toEqual([4, 1]);
  const rows = [...train, ...held].sort((a, b) => a.index - b.index);
  expect(rows.map(({ seed }) => seed)).toEqual([40, 41, 42, 43, 44]);
  expect(rows.map(({ grade }) => grade).sort()).toEqual([0, 0, 2, 2, 2]);
  for (const row of train) {
    expect(row.file_name).toBe(`mine-${String(row.index).padStart(6, '0')}.png`);
    const png = readFileSync(join(folder, 'split/train', row.file_name));
    expect(png.readUInt8(24)).toBe(16);
  }
  const card = readFileSync(join(folder, 'split/README.md'), 'utf8');
  expect(card.startsWith('---\npretty_name: "mine"\nlicense: apache-2.0\n')).toBe(true);
  expect(card).toContain('Not for diagnosis');
  expect(readFileSync(join(folder, 'split/MODEL-CARD.md'), 'utf8')).toContain('Not for diagnosis');
});

const refusals: [string[], number, string][] = [
  [['--count', '5'], 2, '--out is missing'],
  [['--out', 'x'], 2, '--count is missing'],
  [
    ['--count', '5', '--out', 'x', '--mix', '1,2'],
    2,
    '--mix is 1,2, expected 3 numbers from 0 on, one for each class of "grade"',
  ],
  [['--count', '5', '--out', 'x', '--mix', '1,a,2'], 2, '--mix is "a", expected a number'],
  [['--count', '5', '--out', 'x', '--mix-label', 'grade'], 2, '--mix-label grade: --mix is missing'],
  [
    ['--count', '5', '--out', 'x', '--label', 'age=3'],
    2,
    '--label "age" is not in the model, expected "grade"',
  ],
  [
    ['--count', '5', '--out', 'x', '--edit', 'size=1..2'],
    2,
    '--edit "size" is not in the model, which has none',
  ],
  [
    ['--count', '5', '--out', 'x', '--edit', 'size=1..2..3'],
    2,
    '--edit size is "1..2..3", expected a number or LOW..HIGH',
  ],
  [['--count', '5', '--out', 'x', '--bits', '12'], 2, '--bits is 12, expected 8 or 16 for png'],
  [['--count', '5', '--out', 'x', '--format', 'jpeg'], 2, '--format is "jpeg", expected png, imagefolder'],
  [['--count', '5', '--out', 'x', '--split', 'a=1'], 2, '--split: the format png has no parts'],
  [['--count', '5', '--out', 'tiny.safetensors'], 1, 'tiny.safetensors: is a file, expected a folder'],
  [['--count', '5', '--out', 'tiny.safetensors/deep'], 1, 'a part of its path is a file, expected a folder'],
  [['--count', '5', '--out', '/proc/nowhere'], 1, '/proc/nowhere: cannot be made there'],
  [
    ['--count', '9', '--out', 'split'],
    1,
    'split: the folder holds an export with other settings (name "mine" there, "tiny" here; ',
  ],
  [['--check', '--out', 'nowhere'], 1, ''],
];

test.each(refusals)('%j: one clear line', (args, code, message) => {
  const result = runCommand(folder, ...base, ...args);
  expect(result.code).toBe(code);
  expect(result.stderr).toContain(message);
  const own = result.stderr.split('\n').filter((line) => line.startsWith('roentgan'));
  expect(own.length).toBeLessThanOrEqual(1);
  expect(existsSync(join(folder, 'x'))).toBe(false);
});

test('a damaged journal is named with its line, and nothing is changed', () => {
  const args = [...base, '--count', '9', '--chunk', '3', '--out', 'damaged'];
  runCommand(folder, ...args);
  const journal = join(folder, 'damaged/export.jsonl');
  const lines = readFileSync(journal, 'utf8').split('\n');
  writeFileSync(journal, [lines[0], '{"chunk":0,', ...lines.slice(2)].join('\n'));
  const before = contents('damaged');
  const result = runCommand(folder, ...args);
  expect(result.code).toBe(1);
  expect(result.stderr).toContain(
    'roentgan export: damaged/export.jsonl: line 2 is damaged: is "{"chunk":0,"',
  );
  expect(contents('damaged')).toEqual(before);
  // Without that line its images are made again.
  writeFileSync(journal, [lines[0], ...lines.slice(2)].join('\n'));
  expect(runCommand(folder, ...args)).toMatchObject({ code: 0 });
});

test('a full device is one line that says how much is there, and the same command goes on', () => {
  mkdirSync(join(folder, 'full/images'), { recursive: true });
  symlinkSync('/dev/full', join(folder, 'full/images/.tiny-000007.png.part'));
  const args = [...base, '--count', '9', '--chunk', '3', '--out', 'full'];
  const result = runCommand(folder, ...args);
  expect(result.code).toBe(1);
  expect(result.stderr).toContain(
    'roentgan export: full/images/tiny-000007.png: no space is left on the disk; 6 of 9 images are there, the same command goes on with them\n',
  );
  expect(runCommand(folder, ...args)).toMatchObject({
    code: 0,
    stdout: '9 images in full, 6 of them by an earlier run\n',
  });
});

test('--check says what is wrong, one line each', () => {
  const out = ['--out', 'checked'];
  expect(runCommand(folder, ...base, '--count', '4', ...out, '--check')).toMatchObject({
    code: 0,
    stdout: '4 images in checked\nchecked: 4 images in 8 files, all as written\n',
  });
  writeFileSync(join(folder, 'checked/images/tiny-000002.png'), 'no image');
  const result = runCommand(folder, 'export', '--check', ...out);
  expect(result.code).toBe(1);
  expect(result.stdout).toMatch(/^checked\/images\/tiny-000002\.png: has 8 bytes, expected \d+\n$/);
});
