import { availableParallelism } from 'node:os';
import { basename, extname } from 'node:path';
import {
  DatasetError,
  type DatasetFormat,
  type DatasetRequest,
  type DatasetSettings,
  dealChunks,
  type ExportResult,
  exportDataset,
  type FormatName,
  generatorSource,
  JOURNAL,
  loadFormat,
  modelCard,
  planDataset,
  resolveSettings,
  type Shard,
} from '@roentgan/datasets';
import { finishPool, nodeFinisher, nodeFolder } from '@roentgan/datasets/node';
import type { Generator } from '@roentgan/gan-runtime';
import { UsageError } from '../errors.ts';
import { type ModelSource, readModelSource } from '../modelSource.ts';
import { openGenerator, type RunOptions } from '../openGenerator.ts';
import { resolveSampling } from '../samplingOptions.ts';
import type { AskedSigning } from '../signingOptions.ts';
import { version } from '../version.ts';
import { exportProgress } from './exportProgress.ts';
import { lockFolder } from './lockFolder.ts';
import { stopOnSignal } from './stopOnSignal.ts';

const MOST_WORKERS = 8;

export interface ExportOrder {
  readonly modelPath: string | undefined;
  readonly format: FormatName;
  readonly request: DatasetRequest;
  readonly running: RunOptions;
  readonly folder: string;
  /** What PNGs are signed with; nothing where absent. */
  readonly signing?: AskedSigning;
  /** The part of the dataset that is made; all of it where absent. */
  readonly shard?: Shard;
  /** Images of one call of the generator. */
  readonly batch?: number;
  /** Threads that mark, encode and sign. */
  readonly workers?: number;
}

/** Loads the model, sets up threads and exports into the folder; the first interrupt stops behind a chunk. */
export async function runExport(order: ExportOrder): Promise<ExportResult> {
  const { request, folder: path } = order;
  const source = await readModelSource(order.modelPath);
  const format = await loadFormat(order.format);
  await using generator = await openGenerator(source, order.running);
  const settings = settingsOf(withSigner(request, format, order.signing), format, source, generator);
  await using _lock = await lockFolder(path);
  const workers = order.workers ?? defaultWorkers(generator);
  const files = order.signing?.files;
  const finish = { settings, ...(files && { signing: files }) };
  const finisher = workers === 0 ? await nodeFinisher(finish) : finishPool(finish, workers);
  const progress = exportProgress();
  using stopping = stopOnSignal((line) => process.stderr.write(`${line}\n`));
  try {
    return await exportDataset({
      settings,
      format,
      folder: nodeFolder(path),
      source: generatorSource(generator, settings),
      finisher,
      modelCard: modelCard({ model: settings.model, info: generator.model, software: settings.software }),
      stop: stopping.stop,
      ...(order.shard && { shard: dealChunks(planDataset(settings).chunks, order.shard) }),
      ...(order.batch !== undefined && { batch: order.batch }),
      onProgress: progress.update,
    });
  } catch (error) {
    throw error instanceof DatasetError ? new Error(inFolder(path, error.message), { cause: error }) : error;
  } finally {
    progress.end();
    await finisher.close();
  }
}

/** Only PNGs are signed; a certificate that was given for others is an error. */
function withSigner(
  request: DatasetRequest,
  { name, encoder }: DatasetFormat,
  asked: AskedSigning | undefined,
): DatasetRequest {
  if (!asked) return request;
  if (encoder.extension === 'png') return { ...request, signer: asked.signing.sha256 };
  if (asked.files) throw new UsageError(`--cert: files of format ${name} are not signed`);
  return request;
}

/** Throws `UsageError` for what the model or the format does not have. */
function settingsOf(
  request: DatasetRequest,
  format: DatasetFormat,
  { path, sha256 }: ModelSource,
  { model: info, backend }: Generator,
): DatasetSettings {
  const { licence, attribution } = info.provenance;
  const model = {
    name: basename(path, extname(path)),
    sha256,
    ...(licence !== undefined && { licence }),
    ...(attribution !== undefined && { attribution }),
  };
  const { truncation, ...sampler } = request.sampling ?? {};
  if (truncation !== undefined && !info.truncation) throw new UsageError('--truncation: the model has none');
  const sampling = {
    ...resolveSampling(sampler, info.sampler),
    ...(truncation !== undefined && { truncation }),
  };
  try {
    const maker = { software: `Roentgan ${version()}`, model, info, backend };
    return resolveSettings({ ...request, sampling }, format, maker);
  } catch (error) {
    throw error instanceof DatasetError ? new UsageError(asOption(error.message)) : error;
  }
}

/** Errors of the file system name the path already, others a file of the folder or none. */
function inFolder(path: string, message: string): string {
  if (message.startsWith(path)) return message;
  return message.startsWith(JOURNAL) ? `${path}/${message}` : `${path}: ${message}`;
}

/** What the settings call a part is the option's name, where there is one. */
function asOption(message: string): string {
  return /^(bits|chunk|count|date|edit|label|mix|name|seed|split)\b/.test(message) ? `--${message}` : message;
}

/** A GPU leaves the cores to these threads; the CPU backend shares them, and images are encoded faster than it makes them. */
function defaultWorkers({ backend }: Generator): number {
  const cores = availableParallelism();
  return Math.max(1, Math.min(MOST_WORKERS, backend === 'webgpu' ? cores - 1 : Math.floor(cores / 2)));
}
