import type { Folder } from '../export/folder.ts';

import type { DatasetPlan } from '../plan/datasetPlan.ts';
import { csvLine, rowMaker } from './columns.ts';
import type { ImageRecord, WrittenFile } from './datasetFormat.ts';
import { TextFile } from './textFile.ts';

/** Writes `metadata.csv`: a header, then one row an image, its file first. */
export async function writeCsvTable(
  folder: Folder,
  plan: DatasetPlan,
  pathOf: (record: ImageRecord) => string,
  records: AsyncIterable<ImageRecord>,
): Promise<WrittenFile> {
  const table = new TextFile(folder, 'metadata.csv');
  const rowOf = rowMaker(plan);
  for await (const record of records) {
    const row = { file: pathOf(record), ...rowOf(record) };
    if (table.isEmpty) await table.write(csvLine(Object.keys(row)));
    await table.write(csvLine(Object.values(row)));
  }
  return table.close();
}
