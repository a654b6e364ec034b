import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCommand, runCommandWith } from './runCommand.ts';
import { temporaryFolder } from './temporaryFolder.ts';
import { tinyModelFile } from './tinyModel.ts';

const folder = temporaryFolder();
writeFileSync(join(folder, 'tiny.safetensors'), tinyModelFile);

const dataset = (format: string) => [
  'export',
  ...[
    '--model',
    'tiny.safetensors',
    '--backend',
    'reference',
    '--count',
    '10',
    '--chunk',
    '2',
    '--seed',
    '5',
  ],
  ...['--format', format],
];

function contents(path: string): Map<string, string> {
  const files = readdirSync(join(folder, path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    files
      .map((file) => [file.slice(join(folder, path).length), readFileSync(file).toString('base64')] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

const kubernetes = (index: number) => ({ JOB_COMPLETION_INDEX: String(index) });
const slurm = (id: number) => ({
  SLURM_ARRAY_TASK_ID: String(id),
  SLURM_ARRAY_TASK_COUNT: '3',
  SLURM_ARRAY_TASK_MIN: '1',
  SLURM_ARRAY_TASK_MAX: '3',
  SLURM_ARRAY_TASK_STEP: '1',
});

test('shards of Kubernetes, of Slurm and by hand are together the single run', () => {
  expect(runCommand(folder, ...dataset('webdataset'), '-o', 'single', '--batch', '7').code).toBe(0);
  const first = runCommandWith(
    kubernetes(0),
    folder,
    ...dataset('webdataset'),
    '-o',
    'parts',
    '--shards',
    '3',
  );
  expect(first).toMatchObject({ code: 0, stdout: '2 images in parts/shard-1-of-3\n' });
  expect(first.stderr).toContain('shard 1/3 (JOB_COMPLETION_INDEX is 0)\n');
  const second = runCommandWith(slurm(2), folder, ...dataset('webdataset'), '-o', 'parts');
  expect(second).toMatchObject({ code: 0, stdout: '4 images in parts/shard-2-of-3\n' });
  expect(second.stderr).toContain('shard 2/3 (SLURM_ARRAY_TASK_ID is 2 of 1 to 3)\n');

  const early = runCommand(folder, 'export', 'merge', 'parts', '-o', 'merged');
  expect(early).toEqual({
    code: 1,
    stdout: '',
    stderr: 'roentgan export merge: images 6 to 9 are in no folder: of 3 shards number 3 is missing\n',
  });
  expect(existsSync(join(folder, 'merged'))).toBe(false);

  const third = [...dataset('webdataset'), '-o', 'parts', '--shard', '3/3', '--batch', '1', '--check'];
  expect(runCommand(folder, ...third)).toMatchObject({
    code: 0,
    stdout: '4 images in parts/shard-3-of-3\nparts/shard-3-of-3: 4 images in 2 files, all as written\n',
  });
  const merged = runCommand(folder, 'export', 'merge', 'parts', '-o', 'merged');
  expect(merged).toEqual({
    code: 0,
    stdout: '10 images of 3 shards in merged, each once and as it was exported\n',
    stderr: '',
  });
  expect(contents('merged')).toEqual(contents('single'));
});

test('an altered shard is named by merge and by --check', () => {
  const shard = (number: number) =>
    runCommand(folder, ...dataset('png'), '-o', 'altered', '--shard', `${number}/2`).code;
  expect([shard(1), shard(2)]).toEqual([0, 0]);
  const image = 'altered/shard-2-of-2/images/tiny-000009.png';
  const bytes = readFileSync(join(folder, image));
  bytes[50]! ^= 1;
  writeFileSync(join(folder, image), bytes);
  const merging = runCommand(folder, 'export', 'merge', 'altered', '-o', 'not-merged');
  expect(merging.code).toBe(1);
  expect(merging.stderr).toMatch(
    /^roentgan export: merge: altered\/shard-2-of-2: images\/tiny-000009.png: is not what was exported .*\n$/,
  );
  const check = runCommand(folder, 'export', '--check', '-o', 'altered/shard-2-of-2');
  expect(check.code).toBe(1);
  expect(check.stdout).toContain('images/tiny-000009.png: is not what was exported (image 9 has the SHA-256');
  rmSync(join(folder, image));
  expect(runCommand(folder, ...dataset('png'), '-o', 'altered', '--shard', '2/2').stderr).toContain(
    'files of 1 chunks were gone or cut',
  );
  expect(runCommand(folder, 'export', 'merge', 'altered', '-o', 'not-merged').code).toBe(0);
});

test.each([
  [['merge', '-o', 'x'], {}, 'DIR is missing'],
  [['merge', '.'], {}, '--out is missing'],
  [['merge', 'nothing', '-o', 'x'], {}, 'nothing: no such folder'],
  [['merge', '.', '-o', 'x'], {}, '.: has neither export.jsonl nor folders such as shard-1-of-4 in it'],
  [['--count', '4', '-o', 'x', '--shard', '5/4'], {}, '--shard is "5/4", expected I/N'],
  [['--count', '4', '-o', 'x'], kubernetes(1), 'Kubernetes does not say how many there are'],
] as [string[], Record<string, string>, string][])('%j is refused', (args, environment, message) => {
  const result = runCommandWith(environment, folder, 'export', ...args);
  expect(result).toMatchObject({ code: 2, stdout: '' });
  expect(result.stderr).toContain(message);
  expect(result.stderr.trim().split('\n')).toHaveLength(1);
  expect(existsSync(join(folder, 'x'))).toBe(false);
});
