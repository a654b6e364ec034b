import {
  type Graph,
  type Model,
  ModelFileError,
  type Provenance,
  readModel,
  writeModel,
} from '@roentgan/gan-runtime/model-file';
import { attachPixelSize } from './attachPixelSize.ts';
import { attachSampler } from './attachSampler.ts';
import { addDirections } from './directions/sefa.ts';
import type { InputShapes } from './graph/inputShapes.ts';
import { baseName } from './graph/modelName.ts';
import { refusingInOneLine } from './oneLine.ts';
import { toHalf } from './precision/toHalf.ts';
import { toInt8 } from './precision/toInt8.ts';
import { readSource } from './readSource.ts';
import type { OpenSideFile } from './sideFiles.ts';
import { converterVersion } from './version.ts';

export type StoredDtype = 'f32' | 'f16' | 'int8';

export interface ConvertOptions {
  /** PyTorch and safetensors: a built-in family (`dcgan`, `stylegan2`, ...); found from names and shapes where absent. */
  readonly arch?: string | undefined;
  /** PyTorch and safetensors: the parsed JSON of an architecture file. */
  readonly archJson?: unknown;
  /**
   * How weights of convolutions and linear layers are stored: `f16` halves the file, `int8` (with a scale for each output
   * channel) quarters it; the rest stays f32.
   */
  readonly dtype?: StoredDtype | undefined;
  /** How many latent directions to add; 8 where absent, 0 for none. */
  readonly directions?: number | undefined;
  /** Truncation that the model applies where a call states none, 0 to 1; 1 where absent. */
  readonly truncation?: number | undefined;
  /** Sizes of inputs that the file leaves open (ONNX) or weights do not say (state dicts). */
  readonly shapes?: InputShapes | undefined;
  /** Fields of the model file's `sampler`, which sources do not state: parsed JSON. */
  readonly sampler?: unknown;
  /** How far apart rows and columns of the model's images are in what they show, in mm. */
  readonly pixelSize?: readonly [rows: number, columns: number] | undefined;
  /** Reads a file that the source names and that lies beside it: the shards of a TensorFlow.js model.json. */
  readonly openSideFile?: OpenSideFile | undefined;
  /** Name of the model; the file's where absent. */
  readonly name?: string | undefined;
  /** Licence, attribution and training data, which source files do not state. */
  readonly provenance?: Partial<Provenance> | undefined;
}

export interface Conversion {
  readonly model: Model;
  /** The same before weights were rounded to f16 or int8, where they were. */
  readonly precise?: Model;
  /** The built-in family a state dict was found to be. */
  readonly detected?: string;
  /** What a person should know: what was detected, chosen and assumed. */
  readonly notes: readonly string[];
}

/**
 * Converts a file of any format that `detectFormat` tells apart by its bytes.
 * @throws ModelFileError in one line, where the file is damaged, hostile or holds what is not supported
 */
export async function convert(
  bytes: Uint8Array,
  fileName: string,
  options: ConvertOptions = {},
): Promise<Conversion> {
  const { model: read, ...told } = await readSource(bytes, fileName, options);
  const model =
    options.sampler === undefined
      ? read
      : { ...read, graph: attachSampler(read.graph, options.sampler, fileName) };
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes)));
  const provenance: Provenance = {
    ...model.graph.provenance,
    source: baseName(fileName),
    sha256: Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join(''),
    converter: converterVersion,
    ...options.provenance,
  };
  const { graph } = model;
  const scaled = options.pixelSize ? attachPixelSize(graph, options.pixelSize, fileName) : graph;
  const named = {
    ...scaled,
    ...(options.name !== undefined && { name: options.name }),
    ...truncated(model.graph, options.truncation, fileName),
    provenance,
  };
  // Written and read once: nothing leaves here that the model file's own checks refuse.
  const checked = refusingInOneLine(fileName, () =>
    readModel(writeModel({ graph: named, tensors: model.tensors }), fileName),
  );
  const directed = options.directions === 0 ? checked : addDirections(checked, options.directions);
  if (options.dtype === 'f16') return { model: toHalf(directed, fileName), precise: directed, ...told };
  if (options.dtype === 'int8') return { model: toInt8(directed, fileName), precise: directed, ...told };
  return { model: directed, ...told };
}

function truncated({ truncation }: Graph, factor: number | undefined, fileName: string): Partial<Graph> {
  if (factor === undefined) return {};
  if (!truncation) {
    throw new ModelFileError(`${fileName}: has no normal latent to truncate, expected no truncation`);
  }
  return { truncation: { ...truncation, default: factor } };
}
