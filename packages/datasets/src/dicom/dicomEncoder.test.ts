import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readImage } from '@roentgan/measurer';
import { afterAll, expect, test } from 'vitest';
import { runPydicom } from '../../../measurer/test/pydicom.ts';
import { expectNoErrors } from '../../test/dciodvfy.ts';
import { kneeAttributes } from '../../test/kneeAttributes.ts';
import type { DatasetContext, DatasetImage } from '../formats/format.ts';
import { dicomEncoder } from './dicomEncoder.ts';

const folder = mkdtempSync(join(tmpdir(), 'roentgan-dicom-'));
afterAll(() => rmSync(folder, { recursive: true }));

const modelHash = '8c0556ccb1ea1ffc25b5b07ab4c4efd1785d739ef2b4d0e52859fcfc9c2ff7e0';
const knees: DatasetContext = {
  name: 'knees-2026',
  software: 'Roentgan 0.1.0',
  model: { name: 'knee', sha256: modelHash, licence: 'CC-BY-4.0', attribution: 'Trained on: Chen (2018)' },
  classNames: { grade: ['KL 0', 'KL 1', 'KL 2', 'KL 3', 'KL 4'] },
  subject: { bodyPart: 'KNEE', laterality: 'R', view: 'AP' },
  sampling: { truncation: 0.8 },
};
const bare: DatasetContext = { name: 'x', software: 'Roentgan', model: { name: 'm', sha256: modelHash } };

const kinds = [
  { channels: 1, bits: 8, width: 21, height: 13 },
  { channels: 1, bits: 12, width: 21, height: 13 },
  { channels: 1, bits: 16, width: 224, height: 224 },
  { channels: 3, bits: 8, width: 7, height: 5 },
] as const;

test.each(kinds)(
  '$bits bits, $channels channels: no error from dciodvfy; pydicom and we read the pixels',
  async (kind) => {
    const image = imageOf(kind);
    const path = await write(image, knees);
    expect(expectNoErrors(path)).toEqual(expectedWarnings);

    const [read] = runPydicom<PydicomFile[]>(pydicomScript, path);
    const { width, height, channels, bits, pixels } = image;
    expect(read!.shape).toEqual(channels === 1 ? [height, width] : [height, width, 3]);
    expect(read!.dtype).toBe(bits === 8 ? 'uint8' : 'uint16');
    expect(read!.sha256).toBe(createHash('sha256').update(new Uint8Array(pixels.buffer)).digest('hex'));

    const ours = await readImage(await dicomEncoder.encode(image, knees), path);
    expect(ours).toMatchObject({ width, height, channels, bitDepth: bits, format: 'dicom', laterality: 'R' });
    expect(ours.origin.saysSynthetic).toBe(true);
    const white = 2 ** bits - 1;
    expect(Math.max(...ours.values.map((value, at) => Math.abs(value - pixels[at]! / white)))).toBeLessThan(
      1e-6,
    );
  },
);

test('every attribute of a knee, as pydicom reads it', async () => {
  const image = { ...imageOf(kinds[1]), seed: 9007199254740991 };
  const [read] = runPydicom<PydicomFile[]>(
    pydicomScript,
    await write(image, { ...knees, date: '2026-11-22' }),
  );
  expect(read).toEqual({ ...kneeAttributes, sha256: expect.any(String) });
});

test('without a subject, labels, edits, licence or date: nothing is claimed', async () => {
  const image = { ...imageOf(kinds[0]), labels: {}, edits: {} };
  const path = await write(image, bare);
  expectNoErrors(path);
  const [read] = runPydicom<PydicomFile[]>(pydicomScript, path);
  for (const absent of ['BodyPartExamined', 'ViewPosition', 'PixelSpacing', 'ContentDate'])
    expect(read!.attributes).not.toHaveProperty(absent);
  expect(read!.attributes).toMatchObject({
    StudyDate: '',
    StudyTime: '',
    PatientOrientation: '',
    Laterality: '',
  });
  expect(Object.keys(read!.private)).toEqual(['1', '2', '3', '4', '5', '7', '8']);
});

test('a pixel spacing that is stated is written; a side that is not stated stays open', async () => {
  const subject = { bodyPart: 'KNEE', pixelSpacing: [0.143, 0.125] } as const;
  const path = await write(imageOf(kinds[0]), { ...knees, subject });
  expectNoErrors(path);
  const [read] = runPydicom<PydicomFile[]>(pydicomScript, path);
  expect(read!.attributes).toMatchObject({ PixelSpacing: '[0.143, 0.125]', Laterality: '' });
});

test('names that are too long, divide values or are no ASCII', async () => {
  const context: DatasetContext = {
    name: `å\\b^c=d\n${'x'.repeat(200)}`,
    software: `Röntgan ${'9'.repeat(100)}`,
    model: {
      name: 'über\\model'.repeat(30),
      sha256: modelHash,
      licence: 'a\\b'.repeat(9),
      attribution: 'ü\n'.repeat(20_000),
    },
  };
  const edits = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`édit\\${at}`, at / 7]));
  const path = await write({ ...imageOf(kinds[0]), edits, labels: { 'v\\iew': 'läteral\\' } }, context);
  expectNoErrors(path);
  const [read] = runPydicom<PydicomFile[]>(pydicomScript, path);
  expect(JSON.parse(read!.private['5']!)).toEqual(edits);
  expect(JSON.parse(read!.private['4']!)).toEqual({ 'v\\iew': 'läteral\\' });
  expect(read!.attributes.ImageComments).toContain('SYNTHETIC IMAGE');
});

test('dciodvfy is heard: a file with an attribute of a wrong value has an error', async () => {
  const path = await write(imageOf(kinds[0]), knees);
  const bytes = readFileSync(path);
  bytes.write('XX', bytes.indexOf('\x28\0\x01\x03CS\x02\0NO', 0, 'latin1') + 8);
  writeFileSync(path, bytes);
  expect(() => expectNoErrors(path)).toThrow();
});

test('the same image gives the same bytes; identifiers name what they are of', async () => {
  const image = imageOf(kinds[0]);
  const bytes = await dicomEncoder.encode(image, knees);
  expect(await dicomEncoder.encode({ ...image, pixels: image.pixels.slice() }, { ...knees })).toEqual(bytes);

  const otherPixel = image.pixels.slice() as Uint8Array<ArrayBuffer>;
  otherPixel[5]! ^= 1;
  const paths = await Promise.all([
    write(image, knees),
    write({ ...image, pixels: otherPixel }, knees),
    write({ ...image, edits: { severity: 1 } }, knees),
    write({ ...image, seed: 8 }, knees),
    write(image, { ...knees, name: 'other' }),
    write({ ...imageOf(kinds[1]) }, knees),
  ]);
  const [whole, pixel, edited, reseeded, renamed, deeper] = runPydicom<PydicomFile[]>(
    pydicomScript,
    ...paths,
  ).map(({ attributes }) => attributes);
  const uids = [whole, pixel, edited, reseeded, renamed, deeper].map(
    (attributes) => attributes!.SOPInstanceUID,
  );
  expect(new Set(uids).size).toBe(6);
  for (const uid of uids) expect(uid).toMatch(/^2\.25\.[1-9]\d{30,38}$/);
  expect(pixel!.StudyInstanceUID).toBe(whole!.StudyInstanceUID);
  expect(deeper!.StudyInstanceUID).toBe(whole!.StudyInstanceUID);
  expect(deeper!.SeriesInstanceUID).not.toBe(whole!.SeriesInstanceUID);
  expect(edited!.StudyInstanceUID).not.toBe(whole!.StudyInstanceUID);
  expect(renamed!.StudyInstanceUID).not.toBe(whole!.StudyInstanceUID);
  // One synthetic patient is one seed of one model.
  expect([edited!.PatientID, renamed!.PatientID]).toEqual([whole!.PatientID, whole!.PatientID]);
  expect(reseeded!.PatientID).not.toBe(whole!.PatientID);
});

test.each<[string, Partial<DatasetImage>, Partial<DatasetContext>, string]>([
  ['colour of 12 bits', { channels: 3, bits: 12 }, {}, 'DICOM s7: colour of 12 bits, expected 8 bits'],
  ['a side past 65535', { width: 65536 }, {}, 'image is 65536x13, expected 1 to 65535 pixels a side'],
  ['missing pixels', { height: 14 }, {}, '273 samples, expected 294 for 21x14 and 1 channels'],
  [
    'a value of more bits',
    { bits: 12, pixels: new Uint16Array(273).fill(4096) },
    {},
    'sample 0 is 4096, expected at most 4095',
  ],
  ['a date of another form', {}, { date: '22.11.2026' }, 'date is "22.11.2026", expected YYYY-MM-DD'],
])('%s is refused', async (_, image, context, message) => {
  const encoding = dicomEncoder.encode({ ...imageOf(kinds[0]), ...image }, { ...knees, ...context });
  await expect(encoding).rejects.toThrow(message);
});

const pydicomScript = new URL('../../test/readDicom.py', import.meta.url);

interface PydicomFile {
  readonly attributes: Readonly<Record<string, string>>;
  readonly private: Readonly<Record<string, string>>;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly sha256: string;
}

/** docs/dicom.md says why. */
const expectedWarnings = [
  'Warning - Missing attribute or value that would be needed to build DICOMDIR - Study Date',
  'Warning - Missing attribute or value that would be needed to build DICOMDIR - Study Time',
  'Warning - Attribute is not present in standard DICOM IOD - (0x0008,0x001c)  ? ',
  'Warning - Attribute is not present in standard DICOM IOD - (0x0018,0x5101) CS View Position ',
  'Warning - Dicom dataset contains attributes not present in standard DICOM IOD - this is a Standard Extended SOP Class',
];

let files = 0;

async function write(image: DatasetImage, context: DatasetContext): Promise<string> {
  const path = join(folder, `${files++}.dcm`);
  writeFileSync(path, await dicomEncoder.encode(image, context));
  return path;
}

/** Every value that the bits can hold comes, the lowest and the highest among them. */
function imageOf({ channels, bits, width, height }: (typeof kinds)[number]): DatasetImage {
  const values = Array.from(
    { length: width * height * channels },
    (_, at) => (at * 7919 + (at % 2 ? 2 ** bits - 1 : 0)) % 2 ** bits,
  );
  return {
    index: 7,
    name: 's7',
    seed: 7,
    labels: { grade: 3 },
    edits: { 'joint space medial': -0.5 },
    width,
    height,
    channels,
    bits,
    pixels: bits === 8 ? Uint8Array.from(values) : Uint16Array.from(values),
  };
}
