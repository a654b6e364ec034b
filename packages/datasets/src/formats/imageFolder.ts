import { rowMaker } from './columns.ts';
import type { DatasetFormat } from './datasetFormat.ts';
import { looseFiles, placeOf } from './looseFiles.ts';
import { pngEncoder } from './pngEncoder.ts';
import { TextFile } from './textFile.ts';

/** The part that all images belong to where the settings name none. */
const WHOLE = 'train';

/**
 * Hugging Face ImageFolder: PNGs in a folder for each part of the dataset, with a `metadata.jsonl` whose `file_name` is relative to it.
 * https://huggingface.co/docs/datasets/image_dataset#imagefolder
 */
export const imageFolder: DatasetFormat = {
  name: 'imagefolder',
  description: 'Hugging Face ImageFolder: PNG files and a `metadata.jsonl` in a folder for each split',
  bits: [8, 16],
  encoder: pngEncoder,
  cardName: 'README.md',
  splits: true,
  async open(folder, plan) {
    const { count, split } = plan.settings;
    const fileName = (image: Parameters<typeof placeOf>[0]) => placeOf(image, pngEncoder.extension, count);
    const rowOf = rowMaker(plan);
    return looseFiles(
      folder,
      (image) => `${image.split ?? WHOLE}/${fileName(image)}`,
      async (records) => {
        const parts = Object.keys(split ?? { [WHOLE]: 1 });
        const tables = new Map(parts.map((part) => [part, new TextFile(folder, `${part}/metadata.jsonl`)]));
        for await (const record of records()) {
          const row = { file_name: fileName(record), ...rowOf(record), synthetic: true };
          await tables.get(record.split ?? WHOLE)!.write(`${JSON.stringify(row)}\n`);
        }
        return Promise.all([...tables.values()].map((table) => table.close()));
      },
    );
  },
};
