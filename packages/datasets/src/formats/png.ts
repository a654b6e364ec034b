import { writeCsvTable } from './csvTable.ts';
import type { DatasetFormat } from './datasetFormat.ts';
import { looseFiles, placeOf } from './looseFiles.ts';
import { pngEncoder } from './pngEncoder.ts';

/** PNGs in `images/` and `metadata.csv`. */
export const png: DatasetFormat = {
  name: 'png',
  description: 'PNG files in `images/` and a table of them, `metadata.csv`',
  bits: [8, 16],
  encoder: pngEncoder,
  cardName: 'DATASET-CARD.md',
  splits: false,
  async open(folder, plan) {
    const pathOf = (image: Parameters<typeof placeOf>[0]) =>
      `images/${placeOf(image, pngEncoder.extension, plan.settings.count)}`;
    return looseFiles(folder, pathOf, async (records) => [
      await writeCsvTable(folder, plan, pathOf, records()),
    ]);
  },
};
