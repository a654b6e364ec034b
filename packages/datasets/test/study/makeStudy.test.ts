import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { provenanceXmp } from '@roentgan/gan-runtime';
import { readImage } from '@roentgan/measurer';
import { describe, expect, test } from 'vitest';
import { balanced } from '../../src/study/chooseImages.ts';
import { encodeJpeg } from '../../src/study/encodeJpeg.ts';
import {
  type Candidate,
  fileHash,
  gradeOfPath,
  makeStudy,
  mayBeImage,
  type StudyRequest,
  shownImage,
  writeStudy,
} from '../../src/study/index.ts';
import { jpegQuality } from '../../src/study/jpegQuality.ts';
import { salt, samplePng } from './sampleStudy.ts';

const grades = ['0', '1', '2', '3', '4'];

async function folder(perGrade: number, size = 16, start = 0): Promise<Candidate[]> {
  const files: Candidate[] = [];
  for (let at = 0; at < perGrade * 5; at++) {
    const bytes = await samplePng(start + at, size);
    files.push({ path: `real/${at % 5}/s${at}.png`, grade: at % 5, read: async () => bytes });
  }
  return files;
}

const real = await folder(6);
const model = { name: 'tiny', sha256: 'a'.repeat(64), label: 'grade' };
const request: StudyRequest = {
  ...{ name: 'test', seed: 3, salt, grades, real, repeats: 0, jpeg: 'auto' },
  synthetic: { model, width: 16, height: 16 },
  counts: { real: 20, synthetic: 20 },
  protocol: { confidence: 'six-point', allowBack: false, tools: true },
};
const made = await makeStudy(request);

test('has as many of each origin and grade, in an order that says nothing of them', () => {
  for (const origin of ['real', 'synthetic'] as const)
    for (const grade of grades.keys())
      expect(made.images.filter((image) => image.origin === origin && image.grade === grade)).toHaveLength(4);
  const origins = made.images.map(({ origin }) => origin).join(' ');
  expect(origins).toMatch(/real synthetic.*synthetic real.*real synthetic.*synthetic real/);
  expect(made.images.map(({ id }) => id)).toEqual(
    Array.from({ length: 40 }, (_, at) => `i${String(at + 1).padStart(3, '0')}`),
  );
});

test('notes real images by the salted hash of their bytes only, synthetic ones by seeds of their own', async () => {
  const hashes = await Promise.all(real.map(async (file) => fileHash(await file.read(), salt)));
  for (const { origin, source } of made.images) {
    if (origin === 'real') expect(hashes).toContain((source as { hash: string }).hash);
    else expect(source).toHaveProperty('seed');
  }
  expect(new Set(made.images.map(({ source }) => JSON.stringify(source))).size).toBe(40);
  expect(atob(JSON.parse(writeStudy(made)).sealed)).not.toMatch(/s\d+\.png|real\//);
  const salted = await makeStudy({ ...request, salt: 'f'.repeat(32) });
  expect(hashes).not.toContain(
    (salted.images.find(({ origin }) => origin === 'real')!.source as { hash: string }).hash,
  );
});

test('follows from the seed and the files, not from names or their order', async () => {
  const renamed = real.map((file) => ({ ...file, path: `x${file.path}` })).reverse();
  expect(await makeStudy({ ...request, real: renamed })).toEqual(made);
  expect((await makeStudy({ ...request, seed: 4 })).images).not.toEqual(made.images);
});

test('repeats are half real, half synthetic, spread over grades', async () => {
  const { repeats, images } = await makeStudy({ ...request, repeats: 10 });
  const repeated = images.filter(({ id }) => repeats.includes(id));
  expect(repeated).toHaveLength(10);
  expect(repeated.filter(({ origin }) => origin === 'real')).toHaveLength(5);
  for (const grade of grades.keys())
    expect(repeated.filter((image) => image.grade === grade)).toHaveLength(2);
});

test('a file that is there twice counts once', async () => {
  const twice = [...real, ...real.map((file) => ({ ...file, path: `copy of ${file.path}` }))];
  expect((await makeStudy({ ...request, real: twice })).images).toEqual(made.images);
});

test('synthetic images may come from files', async () => {
  const study = await makeStudy({ ...request, synthetic: { files: await folder(4, 16, 100) } });
  expect(study.model).toBeUndefined();
  expect(study.images.every(({ source }) => 'hash' in source)).toBe(true);
});

test.each([
  [12, [3, 3, 2, 2, 2]],
  [30, [6, 6, 6, 6, 6]],
  [3, [1, 1, 1, 0, 0]],
])('%d images over five grades', (total, counts) => expect(balanced(total, 5)).toEqual(counts));

describe('what cannot become a study', () => {
  const with_ = (changes: Partial<StudyRequest>) => makeStudy({ ...request, ...changes });
  const replaced = (bytes: Uint8Array, path = 'real/2/x.png') =>
    real.map((file) => (file.grade === 2 ? { ...file, path, read: async () => bytes } : file));
  test('too few images of a grade', async () => {
    await expect(with_({ counts: { real: 35, synthetic: 35 } })).rejects.toThrow(
      'real images: grade 0 has 6 different images, expected at least 7',
    );
    await expect(with_({ real: replaced(await samplePng(900)) })).rejects.toThrow(
      'real images: grade 2 has 1 different images, expected at least 4',
    );
  });
  test('files that are no images', async () => {
    const text = new TextEncoder().encode('hello');
    const four = real
      .map((file, at) => (at === 2 ? { ...file, read: async () => text } : file))
      .filter(({ grade }, at) => grade !== 2 || at < 20);
    await expect(with_({ real: four })).rejects.toThrow(
      'real/2/s2.png: is of another format, expected a PNG',
    );
  });
  test('an image that says it is synthetic among the real ones', async () => {
    const xmp = provenanceXmp({ creatorTool: 'Roentgan', seed: 1, modelHash: 'x' });
    const marked = await Promise.all(real.map((_, at) => samplePng(at, 16, xmp)));
    const files = real.map((file, at) => ({ ...file, read: async () => marked[at]! }));
    await expect(with_({ real: files })).rejects.toThrow(
      /^real\/\d\/s\d+\.png: says that it is synthetic, expected a real image$/,
    );
  });
  test('one image under two grades', async () => {
    const twin = { ...real[0]!, grade: 1, path: 'real/1/twin.png' };
    await expect(with_({ real: [...real, twin] })).rejects.toThrow(
      'real images: real/1/twin.png and real/0/s0.png are the same image, of grades 1 and 0; expected one grade',
    );
  });
  test('sizes that would give images away', async () => {
    const large = await folder(6, 24);
    await expect(with_({ real: large })).rejects.toThrow(
      /^generated images: is 16x16, but real.* 24x24; expected one size/,
    );
    expect(await with_({ real: large, size: 16 })).toMatchObject({ width: 16, height: 16 });
    await expect(with_({ size: 20 })).rejects.toThrow(/: is 16x16, expected at least the study's 20x20$/);
  });
  test('more repeats than half of the images', async () => {
    await expect(with_({ repeats: 21 })).rejects.toThrow(
      'repeats: 21 of 40 images, expected at most half, 20',
    );
  });
});

describe('appearance', () => {
  const jpegFile = (name: string) =>
    new Uint8Array(readFileSync(join(import.meta.dirname, '../../../measurer/test/images', name)));
  test('the quality of JPEG files is read from their tables', async () => {
    const { pixels } = await shownImage(await readImage(await samplePng(5), 'x'), { width: 16, height: 16 });
    for (const quality of [1, 10, 49, 50, 75, 92, 100])
      expect(jpegQuality(await encodeJpeg({ width: 16, height: 16, pixels }, quality))).toBe(quality);
    // Written by Pillow with quality 95 (measurer/test/images.py).
    expect(jpegQuality(jpegFile('grey.jpg'))).toBe(95);
    expect(jpegQuality(await samplePng(1))).toBeUndefined();
    expect(jpegQuality(new Uint8Array([0xff, 0xd8, 0xff, 0xdb, 0, 200, 0, 1]))).toBeUndefined();
  });
  test('with "auto" synthetic images go through JPEG of the qualities of the real ones', async () => {
    const jpegs = await Promise.all(
      real.map(async (file, at) => {
        const shown = await shownImage(await readImage(await file.read(), 'x'), { width: 16, height: 16 });
        const bytes = await encodeJpeg(shown, at % 5 === 4 ? 60 : 80);
        return { ...file, read: async () => bytes };
      }),
    );
    const { images } = await makeStudy({ ...request, real: jpegs });
    for (const { origin, grade, jpegQuality: quality } of images)
      expect(quality).toBe(origin === 'real' ? undefined : grade === 4 ? 60 : 80);
    const none = await makeStudy({ ...request, real: jpegs, jpeg: 'none' });
    expect(none.images.some((image) => image.jpegQuality !== undefined)).toBe(false);
  });
  test('a real image of the study size is shown as it is, bit for bit', async () => {
    const image = await readImage(await samplePng(7), 'x');
    const { pixels } = await shownImage(image, { width: 16, height: 16 });
    expect([...pixels]).toEqual([...image.values].map((value) => Math.round(value * 255)));
  });
  test('JPEG changes pixels as the quality says, and in a page without Buffer too', async () => {
    const image = await readImage(await samplePng(7), 'x');
    const through = (quality: number) => shownImage(image, { width: 16, height: 16, jpegQuality: quality });
    const plain = await shownImage(image, { width: 16, height: 16 });
    const error = ({ pixels }: typeof plain) =>
      pixels.reduce((sum, grey, at) => sum + Math.abs(grey - plain.pixels[at]!), 0);
    const [rough, fine] = [await through(20), await through(95)];
    expect(error(fine)).toBeLessThan(error(rough) / 3);
    expect(error(rough)).toBeGreaterThan(0);
    const kept = globalThis.Buffer;
    Reflect.deleteProperty(globalThis, 'Buffer');
    try {
      expect((await through(20)).pixels).toEqual(rough.pixels);
      expect('Buffer' in globalThis).toBe(false);
    } finally {
      globalThis.Buffer = kept;
    }
  });
});

test.each([
  ['val/3/s1.png', 3],
  ['3/4/s1.png', 4],
  ['s3.png', undefined],
  ['val/grade/s.png', undefined],
  ['7/s.png', undefined],
])('the grade of %s is %s', (path, grade) => expect(gradeOfPath(path, grades)).toBe(grade));

test.each([
  ['a/b.PNG', true],
  ['b.jpeg', true],
  ['b.jpg.txt', false],
  ['a/.b.png', false],
  ['a/contact-sheet.png', false],
  ['Thumbs.db', false],
])('%s may be an image: %s', (path, may) => expect(mayBeImage(path)).toBe(may));

test('folders may have the number of a grade that has a name', () => {
  expect(gradeOfPath('val/2/s.png', ['KL 0', 'KL 1', 'KL 2'])).toBe(2);
  expect(gradeOfPath('val/KL 1/s.png', ['KL 0', 'KL 1', 'KL 2'])).toBe(1);
});
