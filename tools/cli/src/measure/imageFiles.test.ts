import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../test/temporaryFolder.ts';
import { listImageFiles } from './imageFiles.ts';

const folder = temporaryFolder();
mkdirSync(join(folder, 'knees/4'), { recursive: true });
mkdirSync(join(folder, 'knees/.hidden'));
mkdirSync(join(folder, 'empty'));
for (const name of [
  's10.png',
  's2.PNG',
  '4/s1L.jpg',
  '4/s1L.jpeg',
  's3.dcm',
  'notes.txt',
  '.part.png',
  '.hidden/x.png',
  'contact-sheet.png',
  's2-measured.png',
])
  writeFileSync(join(folder, 'knees', name), '');

test('a folder is its images and those below, by name; what is no image to measure is left out', async () => {
  const files = await listImageFiles([join(folder, 'knees')]);
  expect(files).toEqual(
    ['4/s1L.jpeg', '4/s1L.jpg', 's2.PNG', 's3.dcm', 's10.png'].map((name) => ({
      path: join(folder, 'knees', name),
      stem: name.slice(0, name.lastIndexOf('.')),
    })),
  );
});

test('a file that is named is taken as it is, there or not, in the order of the arguments', async () => {
  const paths = [
    join(folder, 'knees/s10.png'),
    join(folder, 'missing.png'),
    join(folder, 'knees/contact-sheet.png'),
  ];
  expect(await listImageFiles(paths)).toEqual([
    { path: paths[0], stem: 's10' },
    { path: paths[1], stem: 'missing' },
    { path: paths[2], stem: 'contact-sheet' },
  ]);
});

test('a folder without images is a problem of its own', async () => {
  expect(await listImageFiles([join(folder, 'empty')])).toEqual([
    { path: join(folder, 'empty'), stem: '', problem: 'no .png, .jpg, .jpeg, .dcm in it' },
  ]);
});
