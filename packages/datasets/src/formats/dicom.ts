import { dicomEncoder } from '../dicom/dicomEncoder.ts';
import { writeCsvTable } from './csvTable.ts';
import type { DatasetFormat } from './datasetFormat.ts';
import { looseFiles, placeOf } from './looseFiles.ts';

/** DICOM files in `images/` and `metadata.csv`. */
export const dicom: DatasetFormat = {
  name: 'dicom',
  description: 'DICOM Secondary Capture files in `images/` and a table of them, `metadata.csv`',
  bits: [8, 12, 16],
  encoder: dicomEncoder,
  cardName: 'DATASET-CARD.md',
  splits: false,
  async open(folder, plan) {
    const pathOf = (image: Parameters<typeof placeOf>[0]) =>
      `images/${placeOf(image, dicomEncoder.extension, plan.settings.count)}`;
    return looseFiles(folder, pathOf, async (records) => [
      await writeCsvTable(folder, plan, pathOf, records()),
    ]);
  },
};
