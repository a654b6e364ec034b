import { datasetCard } from '../cards/datasetCard.ts';
import type { DatasetFormat, DatasetWriter } from '../formats/datasetFormat.ts';
import type { DatasetPlan } from '../plan/datasetPlan.ts';
import type { Folder } from './folder.ts';
import { hashFile } from './hashFile.ts';
import type { Journal } from './journal.ts';
import { writeFile } from './wholeFile.ts';

/** Name of the card of the model, which lies in the folder from the beginning. */
export const MODEL_CARD = 'MODEL-CARD.md';

/** All chunks are there: writes tables, containers and the dataset's card, and notes them as the last line of the journal. */
export async function finishDataset(
  folder: Folder,
  format: DatasetFormat,
  plan: DatasetPlan,
  journal: Journal,
  writer: DatasetWriter,
): Promise<void> {
  const files = await writer.finish(() => journal.records(plan));
  const card = await writeFile(folder, format.cardName, datasetCard(plan, format, journal.adapters));
  const modelCard = { path: MODEL_CARD, ...(await hashFile(folder, MODEL_CARD)) };
  await journal.finish([...files, card, modelCard]);
}
