import type { ModelInfo } from '@roentgan/gan-runtime';
import { DatasetError } from '../datasetError.ts';
import { subjectOf } from '../dicom/imageSubject.ts';
import type { DatasetFormat } from '../formats/datasetFormat.ts';
import type { DatasetContext, DatasetModel } from '../formats/format.ts';
import { checkNames, checkSizes } from './checkRequest.ts';
import type { DatasetSettings, EditAmount } from './datasetSettings.ts';
import { imageOutput, imageSize } from './imageSize.ts';
import { resolveEdits } from './resolveEdits.ts';
import { resolveLabels } from './resolveLabels.ts';
import { resolveMix } from './resolveMix.ts';

/** Images of a chunk where neither the user nor the format says how many. */
const CHUNK = 500;

/** What a user asks for; what is absent follows from model and format. */
export interface DatasetRequest {
  readonly name?: string;
  readonly bits?: number;
  readonly seed?: number;
  readonly count: number;
  /** By index, or by the name of a class. */
  readonly labels?: Readonly<Record<string, number | string>>;
  /** Weights for the classes of a label; `label` where the model has several with classes. */
  readonly mix?: { readonly label?: string; readonly weights: readonly number[] };
  readonly edits?: Readonly<Record<string, EditAmount>>;
  readonly sampling?: DatasetContext['sampling'];
  readonly split?: Readonly<Record<string, number>>;
  readonly chunk?: number;
  readonly licence?: string;
  readonly date?: string;
  readonly mark?: boolean;
  /** SHA-256 of the certificate that signs. */
  readonly signer?: string;
}

/** What makes the images. */
export interface DatasetMaker {
  readonly software: string;
  readonly model: DatasetModel;
  readonly info: ModelInfo;
  readonly backend: string;
}

/**
 * The settings of a dataset, complete and checked.
 * @throws DatasetError for what this model or format does not have
 */
export function resolveSettings(
  request: DatasetRequest,
  format: DatasetFormat,
  { software, model, info, backend }: DatasetMaker,
): DatasetSettings {
  const { seed = 0, count, edits = {}, split, licence, date, mark = true, signer } = request;
  const name = request.name ?? model.name.replace(/[^A-Za-z0-9_-]+/g, '-').replace(/^[-_]+/, '');
  const chunk = request.chunk ?? format.chunk ?? CHUNK;
  const bits = request.bits ?? format.bits[0]!;
  checkNames(name, date);
  checkSizes(seed, count, chunk);
  if (!format.bits.includes(bits as 8 | 12 | 16)) {
    throw new DatasetError(`bits is ${bits}, expected ${format.bits.join(' or ')} for ${format.name}`);
  }
  const mix = resolveMix(request, info);
  const sampling = resolveSampling(request, info);
  return {
    name,
    software,
    model,
    ...statedBy(info),
    ...(sampling && { sampling }),
    ...(licence !== undefined && { licence }),
    ...(date !== undefined && { date }),
    format: format.name,
    bits: bits as 8 | 12 | 16,
    ...imageSize(info),
    seed,
    count,
    labels: resolveLabels(request.labels ?? {}, info.labels, mix?.label),
    ...(mix && { mix }),
    edits: resolveEdits(edits, info),
    ...(split && { split: resolveSplit(split, format) }),
    chunk,
    backend,
    mark,
    ...(signer !== undefined && { signer }),
  };
}

/** What the model file states of its classes and of what its images show. */
function statedBy({
  labels,
  provenance,
  outputs,
  sampler,
}: ModelInfo): Pick<DatasetContext, 'classNames' | 'subject'> {
  const named = labels.flatMap(({ name, names }) => (names ? [[name, names] as const] : []));
  const { pixelSize } = imageOutput({ outputs, sampler }) ?? {};
  const subject = { ...subjectOf(provenance), ...(pixelSize && { pixelSpacing: pixelSize }) };
  return {
    ...(named.length > 0 && { classNames: Object.fromEntries(named) }),
    ...(Object.keys(subject).length > 0 && { subject }),
  };
}

function resolveSampling({ sampling }: DatasetRequest, { truncation }: ModelInfo) {
  const factor = sampling?.truncation ?? truncation?.default;
  const resolved = { ...sampling, ...(factor !== undefined && { truncation: factor }) };
  return Object.keys(resolved).length > 0 ? resolved : undefined;
}

function resolveSplit(split: Readonly<Record<string, number>>, format: DatasetFormat) {
  if (!format.splits) throw new DatasetError(`split: the format ${format.name} has no parts`);
  const parts = Object.entries(split);
  const isShare = ([name, share]: [string, number]) => /^[a-z][a-z0-9_]*$/i.test(name) && share > 0;
  const total = parts.reduce((sum, [, share]) => sum + share, 0);
  if (parts.every(isShare) && Math.abs(total - 1) < 1e-9) return split;
  const found = parts.map(([name, share]) => `${name}=${share}`).join(',');
  throw new DatasetError(`split is ${found}, expected names with shares above 0 that sum to 1`);
}
