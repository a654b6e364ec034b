import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exportDataset } from '../src/export/exportDataset.ts';
import { imageFinisher } from '../src/export/finishImage.ts';
import type { DatasetImage } from '../src/formats/format.ts';
import { formatNames, loadFormat } from '../src/formats/formats.ts';
import { mergeShards, ShardsError } from '../src/merge/mergeShards.ts';
import { nodeFolder } from '../src/node/nodeFolder.ts';
import type { DatasetSettings } from '../src/plan/datasetSettings.ts';
import { planDataset } from '../src/plan/planDataset.ts';
import { dealChunks, type Shard, shardFolderName } from '../src/shard/dealChunks.ts';
import { folderContents, temporaryFolder } from './temporaryFolder.ts';
import { testPlan } from './testPlan.ts';

async function run(
  path: string,
  settings: DatasetSettings,
  { shard, batch = 3, adapter = 'plain loops' }: { shard?: Shard; batch?: number; adapter?: string } = {},
): Promise<void> {
  const { chunks } = planDataset(settings);
  await exportDataset({
    settings,
    format: await loadFormat(settings.format),
    folder: nodeFolder(path),
    source: {
      adapter,
      async make(images) {
        return images.map(({ index, name, seed, labels, edits }): DatasetImage => {
          const pixels = Uint8Array.from({ length: 256 }, (_, at) => (seed * 7919 + at * 31) % 251);
          return { index, name, seed, labels, edits, width: 16, height: 16, channels: 1, bits: 8, pixels };
        });
      },
    },
    finisher: await imageFinisher({ settings }),
    modelCard: '# A model\n',
    batch,
    ...(shard && { shard: dealChunks(chunks, shard) }),
  });
}

/** Runs all shards with different batches, and returns their folders. */
async function runShards(path: string, settings: DatasetSettings, count: number): Promise<string[]> {
  const folders: string[] = [];
  for (let number = 1; number <= count; number++) {
    const folder = join(path, shardFolderName({ number, count }));
    await run(folder, settings, { shard: { number, count }, batch: number });
    folders.push(folder);
  }
  return folders;
}

const merge = (folders: readonly string[], into: string) =>
  mergeShards({
    shards: folders.map((path) => ({ name: path.split('/').at(-1)!, folder: nodeFolder(path) })),
    into: nodeFolder(into),
  });

const cases = formatNames.flatMap((format) => [1, 2, 3, 7].map((count) => ({ format, count })));

test.each(cases)('$format: $count shards are the single run, byte for byte', async ({ format, count }) => {
  await using folder = await temporaryFolder();
  const { settings } = testPlan({ format, count: 10, chunk: 3 });
  const single = join(folder.path, 'single');
  await run(single, settings);
  const shards = await runShards(folder.path, settings, count);
  const merged = join(folder.path, 'merged');
  expect(await merge(shards.toReversed(), merged)).toEqual({ images: 10, adapters: ['plain loops'] });
  const contents = await folderContents(merged);
  expect(contents).toEqual(await folderContents(single));
  // Again: all is there already.
  await merge(shards, merged);
  expect(await folderContents(merged)).toEqual(contents);
});

test.each(formatNames)('%s: a merge that was killed is gone on with', async (format) => {
  await using folder = await temporaryFolder();
  const { settings } = testPlan({ format, count: 10, chunk: 3 });
  const shards = await runShards(folder.path, settings, 2);
  const merged = join(folder.path, 'merged');
  await merge(shards, merged);
  const expected = await folderContents(merged);
  await rm(merged, { recursive: true });
  const killed = { ...nodeFolder(merged) };
  let appends = 0;
  const append = killed.append;
  killed.append = async (path, content, at) => {
    if (++appends === 4) throw new Error('killed');
    return append(path, content, at);
  };
  const named = shards.map((path) => ({ name: path, folder: nodeFolder(path) }));
  await expect(mergeShards({ shards: named, into: killed })).rejects.toThrow('killed');
  await mergeShards({ shards: named, into: nodeFolder(merged) });
  expect(await folderContents(merged)).toEqual(expected);
});

async function problemsOf(folders: readonly string[], into: string): Promise<readonly string[]> {
  const error = await merge(folders, into).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(error instanceof ShardsError)) throw error;
  expect(await folderContents(into).catch(() => new Map())).toEqual(new Map());
  return error.problems;
}

test('what is missing, doubled or foreign is said in a line each, and nothing is written', async () => {
  await using folder = await temporaryFolder();
  const { settings } = testPlan({ format: 'png', count: 10, chunk: 2 });
  const [one, two, three] = (await runShards(folder.path, settings, 3)) as [string, string, string];
  const into = join(folder.path, 'merged');
  expect(await problemsOf([one, three], into)).toEqual([
    'images 2 to 5 are in no folder: of 3 shards number 2 is missing',
  ]);
  expect(await problemsOf([three], into)).toEqual([
    'images 0 to 5 are in no folder: of 3 shards numbers 1, 2 are missing',
  ]);
  const copy = join(folder.path, 'copy');
  await cp(two, copy, { recursive: true });
  expect(await problemsOf([one, two, three, copy], into)).toEqual([
    'copy: has images 2 to 5, as shard-2-of-3 does',
  ]);
  expect(await problemsOf([one, copy], into)).toEqual(['images 6 to 9 are in no folder']);

  const foreign = join(folder.path, 'foreign');
  await run(foreign, { ...settings, model: { name: 'other', sha256: 'cd'.repeat(32) } });
  expect(await problemsOf([one, two, three, foreign], into)).toEqual([
    `foreign: is by another model (SHA-256 ${'cd'.repeat(32)}, in shard-1-of-3 ${'ab'.repeat(32)})`,
  ]);
  const seeds = join(folder.path, 'seeds');
  await run(seeds, { ...settings, seed: 5 });
  expect(await problemsOf([one, two, three, seeds], into)).toEqual([
    'seeds: is another dataset than shard-1-of-3 (seed 100 there, 5 here)',
  ]);
});

test('a shard that was not run to its end is missing images', async () => {
  await using folder = await temporaryFolder();
  const { settings } = testPlan({ format: 'webdataset', count: 10, chunk: 2 });
  const [one, two] = (await runShards(folder.path, settings, 2)) as [string, string];
  const journal = join(two, 'export.jsonl');
  const lines = (await readFile(journal, 'utf8')).split('\n');
  await writeFile(journal, `${lines.slice(0, -2).join('\n')}\n${lines.at(-2)!.slice(0, 30)}`);
  expect(await problemsOf([one, two], join(folder.path, 'merged'))).toEqual([
    'shard-2-of-2: images 8 to 9 are not made yet, the same command makes them',
  ]);
});

const files = {
  png: 'images/tiny-000008.png',
  imagefolder: 'train/tiny-000008.png',
  webdataset: 'tiny-000002.tar',
  stylegan: 'tiny.zip.unfinished',
} as const;

test.each(Object.entries(files))('%s: an altered file is named', async (format, file) => {
  await using folder = await temporaryFolder();
  const { settings } = testPlan({ format, count: 10, chunk: 4 });
  const shards = await runShards(folder.path, settings, 3);
  const path = join(shards[2]!, file);
  const bytes = await readFile(path);
  bytes[700 - (format.length === 3 || format === 'imagefolder' ? 640 : 0)]! ^= 1;
  await writeFile(path, bytes);
  const merging = merge(shards, join(folder.path, 'merged'));
  await expect(merging).rejects.toThrow(
    /^shard-3-of-3: .*: is not what was exported \(image 8 has the SHA-256/,
  );
  await rm(path);
  await expect(merge(shards, join(folder.path, 'merged'))).rejects.toThrow(/^shard-3-of-3: .*is missing/);
});

test('a folder without a journal, and another dataset in the target, are refused', async () => {
  await using folder = await temporaryFolder();
  const { settings } = testPlan({ format: 'png', count: 4, chunk: 2 });
  const shards = await runShards(folder.path, settings, 2);
  await expect(merge([...shards, folder.path], join(folder.path, 'm'))).rejects.toThrow(
    'has no export.jsonl, expected the folder of a shard',
  );
  const into = join(folder.path, 'other');
  await run(into, { ...settings, seed: 9 });
  await expect(merge(shards, into)).rejects.toThrow(
    'the folder holds an export with other settings (seed 9 there',
  );
});

test('shards of two adapters are merged, and both are told', async () => {
  await using folder = await temporaryFolder();
  const { settings } = testPlan({ format: 'png', count: 4, chunk: 2 });
  const [a, b] = ['a', 'b'].map((name) => join(folder.path, name)) as [string, string];
  await run(a, settings, { shard: { number: 1, count: 2 }, adapter: 'one GPU' });
  await run(b, settings, { shard: { number: 2, count: 2 }, adapter: 'another GPU' });
  const { adapters } = await merge([a, b], join(folder.path, 'merged'));
  expect(adapters).toEqual(['another GPU', 'one GPU']);
});
