import { crc32 } from '@roentgan/gan-runtime';
import { DatasetError } from '../datasetError.ts';
import type { Folder } from '../export/folder.ts';
import { hashFile } from '../export/hashFile.ts';
import type { DatasetPlan } from '../plan/datasetPlan.ts';
import type { DatasetSettings } from '../plan/datasetSettings.ts';
import { classLabel } from './classLabel.ts';
import type { DatasetFormat, ImageRecord } from './datasetFormat.ts';
import { GrowingFile } from './growingFile.ts';
import { pngEncoder } from './pngEncoder.ts';
import { type IndexedFile, ZipIndex } from './zipIndex.ts';
import { directoryEnd, directoryRecord, localHeader } from './zipRecords.ts';

/**
 * The zip that StyleGAN2-ADA and StyleGAN3 train on (`training/dataset.py`, `dataset_tool.py`): PNGs that are stored as they are, as
 * `00000/img00000123.png`, and `dataset.json` with their classes. It grows image by image under a temporary name.
 */
export const styleGanZip: DatasetFormat = {
  name: 'stylegan',
  description: 'StyleGAN: one zip with dataset.json, as StyleGAN2-ADA and StyleGAN3 read it',
  bits: [8],
  encoder: pngEncoder,
  cardName: 'DATASET-CARD.md',
  splits: false,
  async open(folder, plan) {
    const { settings } = plan;
    checkSquare(settings);
    const path = `${settings.name}.zip`;
    const part = unfinishedZip(settings);
    const index = await openZipIndex(folder, settings);
    return {
      async openChunk(chunk) {
        const file = new GrowingFile(folder, part, index.restartAt(chunk));
        const files: IndexedFile[] = [];
        return {
          async add({ index: imageIndex, bytes }) {
            const entry = { name: entryName(imageIndex), crc32: crc32(bytes), size: bytes.length };
            await file.write(localHeader(entry));
            await file.write(bytes);
            files.push([entry.name, entry.crc32, entry.size]);
          },
          async close() {
            await file.flush();
            await index.add(chunk, file.length, files);
            return [];
          },
        };
      },
      async finish(records) {
        // A process that was killed in here may have renamed the zip already.
        const isWritten = (await folder.size(part)) === undefined && (await folder.size(path)) !== undefined;
        if (!isWritten) {
          if (index.chunks !== plan.chunks) {
            throw new DatasetError(
              `${part}: its index has ${index.chunks} of ${plan.chunks} chunks, expected all; remove the folder and export again`,
            );
          }
          await writeEnd(new GrowingFile(folder, part, index.end), index, () => datasetJson(plan, records));
          await folder.rename(part, path);
        }
        await folder.remove(`${part}.jsonl`);
        return [{ path, ...(await hashFile(folder, path)) }];
      },
    };
  },
};

/** The zip as long as images come to it, and in a shard: no hidden file, since a shard is moved to other machines. */
export function unfinishedZip({ name }: Pick<DatasetSettings, 'name'>): string {
  return `${name}.zip.unfinished`;
}

/** What the unfinished zip holds. */
export function openZipIndex(folder: Folder, settings: Pick<DatasetSettings, 'name'>): Promise<ZipIndex> {
  return ZipIndex.open(folder, `${unfinishedZip(settings)}.jsonl`);
}

/** `00000/img00000123.png`, as `dataset_tool.py` names them: a thousand a folder. StyleGAN sorts by name. */
export function entryName(index: number): string {
  return `${String(Math.floor(index / 1000)).padStart(5, '0')}/img${String(index).padStart(8, '0')}.png`;
}

function checkSquare({ width, height }: DatasetSettings): void {
  if (width === height) return;
  throw new DatasetError(
    `format stylegan: images are ${width}x${height}, expected square ones, as StyleGAN does`,
  );
}

/** dataset.json and the directory. */
async function writeEnd(
  file: GrowingFile,
  index: ZipIndex,
  labels: () => AsyncIterable<Uint8Array>,
): Promise<void> {
  const json = { name: 'dataset.json', crc32: 0, size: 0, offset: file.length };
  for await (const bytes of labels()) {
    json.crc32 = crc32(bytes, json.crc32);
    json.size += bytes.length;
  }
  await file.write(localHeader(json));
  for await (const bytes of labels()) await file.write(bytes);

  const offset = file.length;
  let files = 1;
  for await (const entry of index.entries()) {
    await file.write(directoryRecord(entry));
    files++;
  }
  await file.write(directoryRecord(json));
  await file.write(directoryEnd({ files, offset, size: file.length - offset }));
  await file.flush();
}

/**
 * `{"labels": [["00000/img00000000.png", 3], ...]}`: a number where images have a class, a list of numbers where they have other labels,
 * `{"labels": null}` where the model has none.
 */
async function* datasetJson(
  { settings }: DatasetPlan,
  records: () => AsyncIterable<ImageRecord>,
): AsyncIterable<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  let isFirst = true;
  for await (const { index, labels } of records()) {
    const values = Object.values(labels);
    if (values.length === 0) break;
    const label = classLabel(settings, labels) ?? values;
    yield encoder.encode(`${isFirst ? '{"labels": [\n' : ',\n'}${JSON.stringify([entryName(index), label])}`);
    isFirst = false;
  }
  yield encoder.encode(isFirst ? '{"labels": null}\n' : '\n]}\n');
}
