import { createHash } from 'node:crypto';
import { encodePng } from '@roentgan/gan-runtime';
import type { FinishedImage } from '../src/formats/datasetFormat.ts';
import type { DatasetPlan } from '../src/plan/datasetPlan.ts';
import type { DatasetSettings } from '../src/plan/datasetSettings.ts';
import { planDataset } from '../src/plan/planDataset.ts';

/** A small dataset of 16x16 images over five grades. */
export function testPlan(settings: Partial<DatasetSettings> & { readonly format: string }): DatasetPlan {
  return planDataset({
    name: 'tiny',
    software: 'Roentgan test',
    model: { name: 'tiny', sha256: 'ab'.repeat(32) },
    bits: 8,
    width: 16,
    height: 16,
    channels: 1,
    seed: 100,
    count: 10,
    labels: {},
    mix: { label: 'grade', weights: [1, 1, 1, 1, 1] },
    edits: {},
    chunk: 4,
    backend: 'reference',
    mark: false,
    ...settings,
  });
}

/** Image `index` of a plan as a PNG whose pixels follow from its seed. */
export async function testImage({ settings, image }: DatasetPlan, index: number): Promise<FinishedImage> {
  const { width, height, channels, bits } = settings;
  const planned = image(index);
  const length = width * height * channels;
  const value = (at: number) => ((planned.seed * 7919 + at * 31) % 251) * (bits === 16 ? 257 : 1);
  const data =
    bits === 16
      ? Uint16Array.from({ length }, (_, at) => value(at))
      : Uint8Array.from({ length }, (_, at) => value(at));
  const png = await encodePng({ width, height, channels, bitDepth: bits as 8 | 16, data });
  const bytes = new Uint8Array(await png.arrayBuffer());
  return { ...planned, bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}
