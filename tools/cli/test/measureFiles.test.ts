import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readImage } from '@roentgan/measurer';
import { expect, test } from 'vitest';
import { knees, measureFolder } from './measureFolder.ts';

const { folder, measure } = measureFolder();

test('what cannot be read is one line each, the others are measured, and the exit code is 1', () => {
  const { code, stdout, stderr } = measure(
    'text.png',
    'missing.png',
    'empty',
    'small.png',
    knees[0]!,
    '--csv',
    'partly.csv',
  );
  expect(code).toBe(1);
  expect(stdout.trimEnd().split('\n')).toHaveLength(1);
  expect(stdout).toContain(knees[0]);
  expect(stderr.split('\n').filter((line) => line.startsWith('roentgan measure'))).toEqual([
    'roentgan measure: text.png: is of another format, expected a PNG, JPEG or DICOM file',
    'roentgan measure: missing.png: no such file',
    'roentgan measure: empty: no .png, .jpg, .jpeg, .dcm in it',
    'roentgan measure: small.png: measureKnee: image is 64x64, expected a square of 96 to 1024 pixels',
    'roentgan measure: 4 of 5 could not be measured',
  ]);
  const rows = readFileSync(join(folder, 'partly.csv'), 'utf8').trimEnd().split('\r\n');
  expect(rows).toHaveLength(6);
  expect(rows[2]).toMatch(/^missing\.png,+missing\.png: no such file$/);
  expect(new Set(rows.map((row) => row.replace(/"[^"]*"/g, '').split(',').length)).size).toBe(1);
});

test('JSON has a line for what cannot be read, too', () => {
  const { code, stdout } = measure('text.png', '--json');
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toEqual({
    file: 'text.png',
    error: 'text.png: is of another format, expected a PNG, JPEG or DICOM file',
  });
});

test('a table with a row for each image', () => {
  expect(measure('knees', 'noise.png', '--csv', 'tables/knees.csv').code).toBe(0);
  const [header, ...rows] = readFileSync(join(folder, 'tables/knees.csv'), 'utf8').trimEnd().split('\r\n');
  expect(header).toMatch(
    /^file,width,height,side,saysSynthetic,confidence,jointSpaceMedial \[% of tibial width\],.*grade,expectedGrade,p\(KL 0\),.*,p\(KL 4\),problem$/,
  );
  expect(rows.map((row) => row.split(',')[0])).toEqual([...knees, 'noise.png']);
  expect(rows[0]).toMatch(/,$/);
  expect(rows[2]).toMatch(/,"?no knee found: [^,]+/);
  expect(readdirSync(join(folder, 'tables'))).toEqual(['knees.csv']);
});

test('drawings stay marked as synthetic, and a folder is not measured by its drawings', async () => {
  mkdirSync(join(folder, 'drawn'));
  copyFileSync(join(folder, knees[0]!), join(folder, 'drawn/knee.png'));
  expect(measure('drawn', '--overlay', 'drawn').code).toBe(0);
  expect(readdirSync(join(folder, 'drawn')).sort()).toEqual(['knee-measured.png', 'knee.png']);
  const drawing = await readImage(readFileSync(join(folder, 'drawn/knee-measured.png')), 'drawing');
  expect(drawing.origin.saysSynthetic).toBe(true);
  expect(drawing.channels).toBe(3);
  expect(measure('drawn').stdout.trimEnd().split('\n')).toHaveLength(1);
});

test('two images whose drawings would have one name are refused before anything is written', () => {
  const { code, stderr, stdout } = measure(
    knees[0]!,
    'drawn/../knees/knee-grade0-seed0000.png',
    '--overlay',
    'refused',
  );
  expect(code).toBe(2);
  expect(stderr).toContain('would both be drawn as refused/knee-grade0-seed0000-measured.png');
  expect(stdout).toBe('');
  expect(existsSync(join(folder, 'refused'))).toBe(false);
});

test('no image at all', () => {
  const { code, stderr } = measure();
  expect(stderr).toBe('roentgan measure: IMAGE is missing\n');
  expect(code).toBe(2);
});
