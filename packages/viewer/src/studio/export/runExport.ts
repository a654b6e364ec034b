import {
  type DatasetRequest,
  exportDataset,
  type FormatName,
  generatorSource,
  imageFinisher,
  loadFormat,
  modelCard,
  openSigning,
  resolveSettings,
} from '@roentgan/datasets';
import type { Generator } from '@roentgan/gan-runtime';
import manifest from '../../../package.json' with { type: 'json' };
import type { ExportTarget } from './exportTarget.ts';

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
  // A page has no key of its user: the test certificate signs, and the dataset's card says so.
  const signing = format.encoder.extension === 'png' ? await openSigning() : undefined;
  const asked = { chunk: format.chunk ?? CHUNK, ...request, ...(signing && { signer: signing.sha256 }) };
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
    finisher: await imageFinisher({ settings }),
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
