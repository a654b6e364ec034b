import type { ModelSource } from '../modelFile/byteSource.ts';
import type { ModelHeader } from '../modelFile/modelHeader.ts';
import { streamModel } from '../modelFile/streamModel.ts';
import { callersDevice, type HeldDevice, holdDevice } from '../session/sharedDevice.ts';
import { chooseElementType, type Precision } from '../session/webgpuBackend.ts';
import { parseTuning } from './parseTuning.ts';
import { indexedDbStore, type TableStore } from './tableStore.ts';
import { type TuneOptions, type TuningSubject, tuneLayers, tuningSubject } from './tuneModel.ts';
import type { TuningTable } from './tuningTable.ts';

export interface TuneGeneratorOptions extends TuneOptions {
  /** The caller's device, as for `loadGenerator`. */
  readonly device?: GPUDevice;
  /** Where to ask for an adapter instead of `navigator.gpu`. */
  readonly gpu?: GPU;
  readonly precision?: Precision;
  /** Where tables are remembered: IndexedDB where absent; `null` remembers nothing and measures anew. */
  readonly store?: TableStore | null;
}

export interface Tuned {
  readonly table: TuningTable;
  readonly origin: 'remembered' | 'measured';
  /** Why a table that was there was not taken, or why this one could not be kept. */
  readonly note?: string;
}

/**
 * Finds out which kernels run a model fastest on this device, once: the table is remembered by adapter, kernels' code and layers'
 * shapes. It goes to `loadGenerator(source, { tuning: table })`. Only the model's header is read; a Response is used up by it.
 * @throws WebGpuUnavailableError where there is no device, ModelFileError for a file that is no model, TypeError for a
 *   `precision` that the device lacks, `signal.reason` when aborted
 */
export async function tuneGenerator(source: ModelSource, options: TuneGeneratorOptions = {}): Promise<Tuned> {
  const { signal, precision = 'auto', store = indexedDbStore } = options;
  // Never the name of an adapter: any will do.
  const held = options.device
    ? callersDevice(options.device)
    : ((await holdDevice(options.gpu, false)) as HeldDevice);
  const { device, adapter, release } = held;
  try {
    const header = await headerOf(source, signal);
    const subject = await tuningSubject(header, chooseElementType(precision, device, header));
    const key = JSON.stringify([adapter, subject.elementType, subject.shaders, subject.shapes]);
    const notes: string[] = [];
    const remembered = store && (await recall(store, key, adapter, subject, notes));
    if (remembered) return { table: remembered, origin: 'remembered' };
    const table = await tuneLayers(device, adapter, subject, options);
    await store?.write(key, table).catch((error: Error) => {
      notes.push(`the table could not be kept: ${error.message}`);
    });
    return { table, origin: 'measured', ...(notes.length > 0 ? { note: notes.join('; ') } : {}) };
  } finally {
    release();
  }
}

async function headerOf(source: ModelSource, signal: AbortSignal | undefined): Promise<ModelHeader> {
  const enough = new Error('the header is there');
  let header: ModelHeader | undefined;
  await streamModel(source, {
    signal,
    onHeader(found) {
      header = found;
      throw enough; // ends the download
    },
    onTensor() {},
  }).catch((error: unknown) => {
    if (error !== enough) throw error;
  });
  return header!;
}

/** A table from the store, where it is one and for this device and model. */
async function recall(
  store: TableStore,
  key: string,
  adapter: string,
  { elementType, shaders, shapes }: TuningSubject,
  notes: string[],
): Promise<TuningTable | undefined> {
  try {
    const found = await store.read(key);
    if (found === undefined) return undefined;
    const table = parseTuning(found);
    const fits = table.adapter === adapter && table.elementType === elementType;
    if (fits && table.shaders === shaders && table.model.shapes === shapes) return table;
    notes.push('a remembered table is for another device or model');
  } catch (error) {
    notes.push(`a remembered table was not taken: ${(error as Error).message}`);
  }
  return undefined;
}
