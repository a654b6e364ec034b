import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../test/temporaryFolder.ts';
import { stageOutput } from './stageOutput.ts';
import { writeWhole } from './writeWhole.ts';

const folder = temporaryFolder();

test('committed files are in the folder, nothing else', async () => {
  const out = join(folder, 'committed', 'deep');
  {
    await using staged = await stageOutput(out);
    await staged.write('a.txt', 'one');
    await staged.write('b.txt', 'two');
    expect(readdirSync(out).filter((name) => !name.startsWith('.'))).toEqual([]);
    await staged.commit();
  }
  expect(readdirSync(out).sort()).toEqual(['a.txt', 'b.txt']);
  expect(readFileSync(join(out, 'b.txt'), 'utf8')).toBe('two');
});

test('a failure leaves nothing behind', async () => {
  const out = join(folder, 'failed');
  const attempt = async () => {
    await using staged = await stageOutput(out);
    await staged.write('a.txt', 'one');
    throw new Error('stop');
  };
  await expect(attempt()).rejects.toThrow('stop');
  expect(readdirSync(folder)).not.toContain('failed');
});

test("a failure leaves other people's files alone", async () => {
  const out = join(folder, 'shared');
  mkdirSync(out);
  writeFileSync(join(out, 'mine.txt'), 'mine');
  const attempt = async () => {
    await using staged = await stageOutput(out);
    await staged.write('mine.txt', 'changed');
    throw new Error('stop');
  };
  await expect(attempt()).rejects.toThrow('stop');
  expect(readdirSync(out)).toEqual(['mine.txt']);
  expect(readFileSync(join(out, 'mine.txt'), 'utf8')).toBe('mine');
});

test('writeWhole replaces a file and leaves no temporary name', async () => {
  const file = join(folder, 'whole', 'x.npy');
  await writeWhole(file, 'first');
  await writeWhole(file, 'second');
  expect(readdirSync(join(folder, 'whole'))).toEqual(['x.npy']);
  expect(readFileSync(file, 'utf8')).toBe('second');
});

test('writeWhole cleans up where the name is taken by a folder', async () => {
  mkdirSync(join(folder, 'taken', 'x.npy'), { recursive: true });
  await expect(writeWhole(join(folder, 'taken', 'x.npy'), 'text')).rejects.toThrow();
  expect(readdirSync(join(folder, 'taken'))).toEqual(['x.npy']);
});
