import { readImage } from '@roentgan/measurer';
import { expect, test } from 'vitest';
import { imageFinisher } from '../src/export/finishImage.ts';
import type { DatasetImage } from '../src/formats/format.ts';
import type { DatasetSettings } from '../src/plan/datasetSettings.ts';
import { testCertificateSha256 } from '../src/provenance/c2pa/testCertificate.ts';
import { checkImage } from '../src/provenance/checkImage.ts';
import { testPlan } from './testPlan.ts';

const side = 224;
const pixels = Uint8Array.from({ length: side * side }, (_, at) => 60 + ((at * 7919) % 97) + (at % side) / 4);

/** An image of a plan's settings, finished. */
async function finished(asked: Partial<DatasetSettings> & { readonly format: string }) {
  const { settings } = testPlan({ width: side, height: side, ...asked });
  const finisher = await imageFinisher({ settings });
  const common = { index: 0, name: 'tiny-0', seed: 100, labels: { grade: 2 }, edits: {} };
  const size = { width: side, height: side, channels: 1, bits: 8 } as const;
  const image: DatasetImage = { ...common, ...size, pixels: pixels.slice() };
  const { bytes } = await finisher.finish(image);
  await finisher.close();
  return bytes;
}

test('a PNG is marked, described and signed', async () => {
  const bytes = await finished({ format: 'png', mark: true, signer: testCertificateSha256 });
  expect(await checkImage(bytes, 'tiny.png')).toMatchObject({
    saysSynthetic: true,
    origin: { digitalSourceType: 'trainedAlgorithmicMedia' },
    manifest: { state: 'intact', signer: { isTest: true }, generation: { seed: 100, labels: { grade: 2 } } },
    mark: { found: true },
  });
  expect(await finished({ format: 'png', mark: true, signer: testCertificateSha256 })).toEqual(bytes);
});

test('a DICOM file is marked and described', async () => {
  const bytes = await finished({ format: 'dicom', mark: true, signer: testCertificateSha256 });
  const report = await checkImage(bytes, 'tiny.dcm');
  expect(report).toMatchObject({
    format: 'dicom',
    saysSynthetic: true,
    origin: { dicom: { syntheticData: 'YES' } },
    mark: { found: true },
  });
  expect(report.manifest).toBeUndefined();
});

test('without mark and signer the pixels are those of the image, and XMP is there all the same', async () => {
  const bytes = await finished({ format: 'png' });
  const image = await readImage(bytes, 'tiny.png');
  expect([...image.values]).toEqual(Array.from(pixels, (value) => Math.fround(value / 255)));
  expect(await checkImage(bytes, 'tiny.png')).toMatchObject({
    saysSynthetic: true,
    manifest: { state: 'none' },
    mark: { found: false },
  });
});
