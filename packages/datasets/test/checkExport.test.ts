import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkExport } from '../src/export/checkExport.ts';
import { formatNames } from '../src/formats/formats.ts';
import { nodeFolder } from '../src/node/nodeFolder.ts';
import { exportOnce } from './exportOnce.ts';
import { temporaryFolder } from './temporaryFolder.ts';
import { testPlan } from './testPlan.ts';

test.each(formatNames)('%s: nothing is wrong with what was written', async (format) => {
  await using folder = await temporaryFolder();
  const { settings } = testPlan({ format, count: 11, chunk: 4 });
  await exportOnce(folder.path, settings);
  const { images, problems } = await checkExport(nodeFolder(folder.path));
  expect({ images, problems }).toEqual({ images: 11, problems: [] });
});

test.each(formatNames)('%s: a changed bit of any file is found', async (format) => {
  await using folder = await temporaryFolder();
  const { settings } = testPlan({ format, count: 3, chunk: 2 });
  await exportOnce(folder.path, settings);
  const files = (await nodeFolder(folder.path).list()).filter((path) => path !== 'export.jsonl');
  for (const path of files) {
    const file = join(folder.path, path);
    const bytes = await readFile(file);
    const changed = Buffer.from(bytes);
    changed[Math.floor(bytes.length / 2)]! ^= 4;
    await writeFile(file, changed);
    const { problems } = await checkExport(nodeFolder(folder.path));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${path}: has SHA-256 [0-9a-f]{64}, expected`));
    await writeFile(file, bytes);
  }
});

test('missing, cut and added files, each in a line', async () => {
  await using folder = await temporaryFolder();
  const { settings } = testPlan({ format: 'png', count: 11, chunk: 4 });
  await exportOnce(folder.path, settings);
  await rm(join(folder.path, 'images/tiny-000002.png'));
  await writeFile(join(folder.path, 'images/tiny-000007.png'), 'short');
  await writeFile(join(folder.path, 'images/tiny-000011.png'), 'new');
  await writeFile(join(folder.path, 'audit.html'), 'a report that somebody put here is none of our business');
  const { problems } = await checkExport(nodeFolder(folder.path));
  expect(problems).toEqual([
    'images/tiny-000002.png: is missing',
    expect.stringMatching(/^images\/tiny-000007\.png: has 5 bytes, expected \d+$/),
    'images/tiny-000011.png: was not written by this export',
  ]);
});

test('an export that was stopped, one without its end, and no export', async () => {
  await using folder = await temporaryFolder();
  const { settings } = testPlan({ format: 'png', count: 11, chunk: 4 });
  await exportOnce(folder.path, settings);
  const journal = join(folder.path, 'export.jsonl');
  const lines = (await readFile(journal, 'utf8')).split('\n');
  await writeFile(journal, `${lines.slice(0, 4).join('\n')}\n`);
  expect((await checkExport(nodeFolder(folder.path))).problems).toContain(
    'export.jsonl: the export is not finished, the same command finishes it',
  );
  await writeFile(journal, `${lines.slice(0, 3).join('\n')}\n`);
  expect((await checkExport(nodeFolder(folder.path))).problems).toContain(
    'export.jsonl: notes 8 images, expected 11',
  );
  await rm(journal);
  expect((await checkExport(nodeFolder(folder.path))).problems).toEqual([
    'export.jsonl: no such file, expected the journal of an export',
  ]);
});
