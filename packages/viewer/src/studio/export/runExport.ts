import {
  type DatasetRequest,
  exportDataset,
  type FormatName,
  generatorSource,
  loadFormat,
  modelCard,
  resolveSettings,
} from '@roentgan/datasets';
import type { Generator } from '@roentgan/gan-runtime';
import manifest from '../../../package.json' with { type: 'json' };
import type { ExportTarget } from './exportTarget.ts';
import { type FinishingWorker, startFinishing } from './finishOffThread.ts';

/** Images of a chunk: a stopped export goes on behind the last whole one. */
const CHUNK = 100;

export interface ExportOrder {
  readonly request: DatasetRequest & { readonly name: string };
  readonly format: FormatName;
  readonly generator: Generator;
  /** Address of the model file, whose bytes say which model it is. */
  readonly modelUrl: string;
  readonly target: ExportTarget;
  readonly stop: AbortSignal;
  onProgress(progress: { readonly done: number; readonly total: number }): void;
}

/**
 * Makes a dataset with the model that draws on the page, whose pictures go on meanwhile.
 * @throws DatasetError for what the model does not have and what cannot be written, and when it is stopped
 */
export async function runExport(order: ExportOrder): Promise<void> {
  const finishing = startFinishing();
  try {
    await exportWith(finishing, order);
  } finally {
    finishing.close();
  }
}

async function exportWith(finishing: FinishingWorker, order: ExportOrder): Promise<void> {
  const { request, generator, target, stop } = order;
  const format = await loadFormat(order.format);
  const { licence, attribution } = generator.model.provenance;
  const model = {
    name: request.name,
    sha256: await sha256Of(order.modelUrl, stop),
    ...(licence !== undefined && { licence }),
    ...(attribution !== undefined && { attribution }),
  };
  const software = `Roentgan ${manifest.version}`;
  const info = generator.model;
  // The dataset's card says whose certificate it is.
  const signer = format.encoder.extension === 'png' ? await finishing.signer() : undefined;
  const asked = { chunk: format.chunk ?? CHUNK, ...request, ...(signer && { signer }) };
  const settings = resolveSettings(asked, format, {
    software,
    model,
    info,
    backend: generator.backend,
  });
  const source = generatorSource(generator, settings);
  await exportDataset({
    settings,
    format,
    folder: target.folder,
    // A person who stops waits for no chunk: its images are made again when the export goes on.
    source: {
      adapter: source.adapter,
      make(images) {
        stop.throwIfAborted();
        return source.make(images);
      },
    },
    finisher: await finishing.open({ settings }),
    modelCard: modelCard({ model, info, software }),
    onProgress: order.onProgress,
  });
  await target.deliver();
}

async function sha256Of(url: string, signal: AbortSignal): Promise<string> {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${response.statusText}`);
  const hash = await crypto.subtle.digest('SHA-256', await response.arrayBuffer());
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
