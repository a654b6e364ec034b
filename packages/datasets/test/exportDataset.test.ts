import { readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Folder } from '../src/export/folder.ts';
import type { ImageSource } from '../src/export/imageSource.ts';
import { Journal } from '../src/export/journal.ts';
import { formatNames } from '../src/formats/formats.ts';
import { nodeFolder } from '../src/node/nodeFolder.ts';
import { exportOnce, testSource } from './exportOnce.ts';
import { folderContents, temporaryFolder } from './temporaryFolder.ts';
import { testPlan } from './testPlan.ts';

const edits = { shift: [-1, 1] as const };

describe.each(formatNames)('%s', (format) => {
  const { settings } = testPlan({ format, count: 11, chunk: 4, mark: true, edits });

  test('any batch gives the same bytes', async () => {
    await using folder = await temporaryFolder();
    const runs = [1, 3, 4, 64].map((batch) => ({ batch, path: join(folder.path, String(batch)) }));
    for (const { batch, path } of runs) {
      expect(await exportOnce(path, settings, { batch })).toEqual({
        done: 11,
        total: 11,
        made: 11,
        lostChunks: 0,
      });
    }
    const expected = await folderContents(runs[0]!.path);
    for (const { path } of runs) expect(await folderContents(path)).toEqual(expected);
  });

  test('a disk that is full at any write loses nothing: the same export goes on', async () => {
    await using folder = await temporaryFolder();
    const whole = join(folder.path, 'whole');
    await exportOnce(whole, settings);
    const expected = await folderContents(whole);
    const path = join(folder.path, 'full');
    let failures = 0;
    for (let writes = 1; ; writes++) {
      const result = await exportOnce(path, settings, { folder: fullAfter(nodeFolder(path), writes) }).catch(
        (error: Error) => error,
      );
      if (!(result instanceof Error)) break;
      failures++;
      expect(result.message).toMatch(
        writes === 1 // the journal's first line
          ? /^export.jsonl: no space is left on the disk$/
          : /^\S+: no space is left on the disk; \d+ of 11 images are there, the same command goes on with them$/,
      );
    }
    expect(failures).toBeGreaterThan(3);
    expect(await folderContents(path)).toEqual(expected);
  });
});

/** A folder whose disk is full at one write. */
function fullAfter(folder: Folder, writes: number): Folder {
  let count = 0;
  const check = (path: string) => {
    if (++count === writes) throw new Error(`${path}: no space is left on the disk`);
  };
  return {
    ...folder,
    write: async (path, content) => {
      check(path);
      return folder.write(path, content);
    },
    append: async (path, content, at) => {
      check(path);
      return folder.append(path, content, at);
    },
  };
}

const { settings } = testPlan({ format: 'png', count: 11, chunk: 4, mark: true, edits });

test('stops behind a chunk where it is asked to, and goes on', async () => {
  await using folder = await temporaryFolder();
  const whole = join(folder.path, 'whole');
  await exportOnce(whole, settings);
  const path = join(folder.path, 'stopped');
  const controller = new AbortController();
  const onProgress = ({ done }: { done: number }) => {
    if (done === 2) controller.abort();
  };
  const options = { batch: 1, stop: controller.signal, onProgress };
  const stopped = await exportOnce(path, settings, options);
  expect(stopped.done % 4).toBe(0);
  expect(stopped.done).toBeGreaterThan(0);
  expect(stopped.done).toBeLessThan(11);
  expect((await Journal.read(nodeFolder(path)))!.finished).toBeUndefined();
  expect(await exportOnce(path, settings)).toMatchObject({ done: 11, made: 11 - stopped.done });
  expect(await folderContents(path)).toEqual(await folderContents(whole));
});

test('a generator that fails ends the export with its message, and nothing hangs', async () => {
  await using folder = await temporaryFolder();
  const source: ImageSource = {
    adapter: 'plain loops',
    make: async (images) => {
      if (images[0]!.index >= 8) throw new Error('the device is lost');
      return testSource(settings).make(images);
    },
  };
  await expect(exportOnce(folder.path, settings, { source, batch: 2 })).rejects.toThrow(
    'the device is lost; 8 of 11 images are there, the same command goes on with them',
  );
  const halves = [...(await folderContents(folder.path)).keys()].filter((path) => path.endsWith('.part'));
  expect(halves).toEqual([]);
});

test('a finished export is left as it is', async () => {
  await using folder = await temporaryFolder();
  await exportOnce(folder.path, settings);
  const before = await folderContents(folder.path);
  expect(await exportOnce(folder.path, settings)).toMatchObject({ done: 11, made: 0 });
  expect(await folderContents(folder.path)).toEqual(before);
});

test('another export in the folder is refused with what differs, and so is a folder with other files', async () => {
  await using folder = await temporaryFolder();
  await exportOnce(folder.path, settings);
  const before = await folderContents(folder.path);
  await expect(exportOnce(folder.path, { ...settings, seed: 5, licence: 'MIT' })).rejects.toThrow(
    'the folder holds an export with other settings (seed 100 there, 5 here; licence none there, "MIT" here), expected the same or another folder',
  );
  await expect(exportOnce(folder.path, settings, { shard: { from: 0, to: 2 } })).rejects.toThrow(
    'all chunks there, chunks 0 up to 2 here',
  );
  expect(await folderContents(folder.path)).toEqual(before);
  await using other = await temporaryFolder();
  await writeFile(join(other.path, 'notes.txt'), 'mine');
  await expect(exportOnce(other.path, settings)).rejects.toThrow(
    'the folder holds the file notes.txt and no journal of an export, expected an empty folder',
  );
});

test('files that went missing or were cut are made again', async () => {
  await using folder = await temporaryFolder();
  await exportOnce(folder.path, settings);
  const expected = await folderContents(folder.path);
  const journal = join(folder.path, 'export.jsonl');
  const lines = (await readFile(journal, 'utf8')).split('\n');
  await writeFile(journal, `${lines.slice(0, 3).join('\n')}\n`); // Without the last chunk and the end.
  await rm(join(folder.path, 'images/tiny-000001.png'));
  await truncate(join(folder.path, 'images/tiny-000005.png'), 10);
  expect(await exportOnce(folder.path, settings)).toMatchObject({ done: 11, made: 11, lostChunks: 2 });
  expect(await folderContents(folder.path)).toEqual(expected);
});

test.each(formatNames)('%s: whichever file of a finished export is lost, it comes back', async (format) => {
  await using folder = await temporaryFolder();
  const { settings } = testPlan({ format, count: 7, chunk: 4 });
  await exportOnce(folder.path, settings);
  const expected = await folderContents(folder.path);
  for (const path of expected.keys()) {
    await rm(join(folder.path, path));
    if (path === 'export.jsonl') {
      await expect(exportOnce(folder.path, settings)).rejects.toThrow('and no journal of an export');
      await writeFile(join(folder.path, path), Buffer.from(expected.get(path)!, 'base64'));
    } else await exportOnce(folder.path, settings);
    expect(await folderContents(folder.path)).toEqual(expected);
  }
});

test('a device that is full (/dev/full) is told in one line', async () => {
  await using folder = await temporaryFolder();
  const small = { ...settings, count: 2 };
  await exportOnce(folder.path, small);
  await rm(join(folder.path, 'export.jsonl'));
  await rm(join(folder.path, 'images/tiny-000001.png'));
  for (const path of ['images/tiny-000000.png', 'metadata.csv', 'MODEL-CARD.md', 'DATASET-CARD.md']) {
    await rm(join(folder.path, path));
  }
  await symlink('/dev/full', join(folder.path, 'images/.tiny-000001.png.part'));
  await expect(exportOnce(folder.path, small)).rejects.toThrow(
    `${folder.path}/images/tiny-000001.png: no space is left on the disk; 0 of 2 images are there`,
  );
});
