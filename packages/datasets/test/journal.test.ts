import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { JOURNAL, Journal } from '../src/export/journal.ts';
import { nodeFolder } from '../src/node/nodeFolder.ts';
import { exportOnce } from './exportOnce.ts';
import { folderContents, temporaryFolder } from './temporaryFolder.ts';
import { testPlan } from './testPlan.ts';

const { settings } = testPlan({ format: 'png', count: 11, chunk: 4 });

test('half a line at the end, which a killed process leaves, is dropped', async () => {
  await using folder = await temporaryFolder();
  await exportOnce(folder.path, settings);
  const expected = await folderContents(folder.path);
  const text = await readFile(join(folder.path, JOURNAL), 'utf8');
  const ends = [...text.matchAll(/\n/g)].map(({ index }) => index + 1);
  for (const end of [ends[0]! + 9, ends[1]! - 1, ends[2]! + 1, ends[3]! + 5, text.length - 1]) {
    await writeFile(join(folder.path, JOURNAL), text.slice(0, end));
    await exportOnce(folder.path, settings);
    expect(await folderContents(folder.path)).toEqual(expected);
  }
});

const damages: [string, (lines: string[]) => void, string][] = [
  [
    'a line that is no JSON',
    (lines) => lines.splice(1, 1, '{"chunk":'),
    'line 2 is damaged: is "{"chunk":", expected a JSON',
  ],
  [
    'a number for a line',
    (lines) => lines.splice(2, 1, '7'),
    'line 3 is damaged: is "7", expected a JSON object',
  ],
  [
    'a chunk that is twice',
    (lines) => lines.splice(2, 0, lines[1]!),
    'line 3 is damaged: chunk 0 is there twice',
  ],
  [
    'a chunk past the end',
    (lines) => lines.splice(2, 1, lines[2]!.replace('"chunk":1', '"chunk":3')),
    'line 3 is damaged: chunk is 3, expected 0 to 2',
  ],
  [
    'a hash that is none',
    (lines) => lines.splice(1, 1, lines[1]!.replace(/"[0-9a-f]{64}"/, '"0"')),
    'line 2 is damaged: images of chunk 0 are not 4 SHA-256',
  ],
  [
    'files that are none',
    (lines) => lines.splice(1, 1, lines[1]!.replace('"files":[', '"files":[3,')),
    'line 2 is damaged: files are not a list of path, bytes and sha256',
  ],
  [
    'a line behind the end',
    (lines) => lines.push(lines[1]!),
    'line 6 is damaged: stands behind the last one',
  ],
];

test.each(damages)('%s is refused and nothing is changed', async (_, damage, message) => {
  await using folder = await temporaryFolder();
  await exportOnce(folder.path, settings);
  const lines = (await readFile(join(folder.path, JOURNAL), 'utf8')).trimEnd().split('\n');
  damage(lines);
  await writeFile(join(folder.path, JOURNAL), `${lines.join('\n')}\n`);
  const before = await folderContents(folder.path);
  await expect(exportOnce(folder.path, settings)).rejects.toThrow(`${JOURNAL}: ${message}`);
  await expect(exportOnce(folder.path, settings)).rejects.toThrow(
    'nothing was changed, without that line its images',
  );
  expect(await folderContents(folder.path)).toEqual(before);
});

test.each([
  ['', 'line 1 is damaged: it has no end'],
  ['{"journal":1,"settings"', 'line 1 is damaged: it has no end'],
  ['{"journal":2}\n', 'line 1 is damaged: journal is 2, expected 1'],
  ['{"journal":1,"settings":{}}\n', 'line 1 is damaged: no settings with count, chunk and format'],
])('a journal that begins with %j is none', async (text, message) => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, JOURNAL), text);
  await expect(Journal.read(nodeFolder(folder.path))).rejects.toThrow(message);
});

test('lines longer than a slice that is read at once', async () => {
  await using folder = await temporaryFolder();
  const big = testPlan({ format: 'png', count: 30_000, chunk: 20_000 }).settings;
  const journal = await Journal.create(nodeFolder(folder.path), big);
  const images = (count: number) =>
    Array.from({ length: count }, (_, at) => at.toString(16).padStart(64, '0'));
  await journal.add({ chunk: 1, adapter: 'b', images: images(10_000), files: [] });
  await journal.add({ chunk: 0, adapter: 'a', images: images(20_000), files: [] });
  await appendFile(join(folder.path, JOURNAL), '{"finished":tr');
  const read = (await Journal.read(nodeFolder(folder.path)))!;
  expect([read.chunks, read.adapters, read.finished]).toEqual([[0, 1], ['a', 'b'], undefined]);
  let index = 0;
  for await (const record of read.records(testPlan({ format: 'png', count: 30_000, chunk: 20_000 }))) {
    expect([record.index, Number.parseInt(record.sha256, 16)]).toEqual([index, index % 20_000]);
    index++;
  }
  expect(index).toBe(30_000);
});
