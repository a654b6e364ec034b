import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sideFilesOf, sourceFile } from './sideFiles.ts';

const folder = mkdtempSync(join(tmpdir(), 'roentgan-side-'));
const model = join(folder, 'model');
mkdirSync(join(model, 'shards'), { recursive: true });
writeFileSync(join(folder, 'secret'), 'secret');
writeFileSync(join(model, 'model.json'), '{}');
writeFileSync(join(model, 'shards/1.bin'), 'one');
symlinkSync(join(folder, 'secret'), join(model, 'link.bin'));

test('a folder is its model.json, a file is itself', () => {
  expect(sourceFile(model)).toBe(join(model, 'model.json'));
  expect(sourceFile(join(model, 'model.json'))).toBe(join(model, 'model.json'));
  expect(sourceFile(join(folder, 'absent'))).toBe(join(folder, 'absent'));
});

test('files are opened beside the source and below, never elsewhere', async () => {
  const open = sideFilesOf(join(model, 'model.json'));
  expect(`${await open('shards/1.bin')}`).toBe('one');
  await expect(open('../secret')).rejects.toThrow('secret is outside the folder');
  await expect(open('link.bin')).rejects.toThrow('link.bin is outside the folder');
  await expect(open('shards/2.bin')).rejects.toThrow('shards/2.bin is not there');
});
