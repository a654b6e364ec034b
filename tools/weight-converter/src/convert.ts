import {
  type Graph,
  type Model,
  ModelFileError,
  type Provenance,
  readModel,
  writeModel,
} from '@roentgan/gan-runtime/model-file';
import { detectFormat } from './detectFormat.ts';
import { addDirections } from './directions/sefa.ts';
import { baseName } from './graph/modelName.ts';
import { refusingInOneLine } from './oneLine.ts';
import type { InputShapes } from './onnx/graphInputs.ts';
import { readOnnx } from './onnx/readOnnx.ts';
import { toHalf } from './precision/toHalf.ts';
import { readPyTorch } from './pytorch/readPyTorch.ts';
import { converterVersion } from './version.ts';

export interface ConvertOptions {
  /** PyTorch: a built-in family (`dcgan`, `mlp`); found from names and shapes where absent. */
  readonly arch?: string | undefined;
  /** PyTorch: the parsed JSON of an architecture file. */
  readonly archJson?: unknown;
  /** `f16` halves the file: weights of convolutions and linear layers; the rest stays f32. */
  readonly dtype?: 'f32' | 'f16' | undefined;
  /** How many latent directions to add; 8 where absent, 0 for none. */
  readonly directions?: number | undefined;
  /** Truncation that the model applies where a call states none, 0 to 1; 1 where absent. */
  readonly truncation?: number | undefined;
  /** ONNX: sizes of inputs that the file leaves open. */
  readonly shapes?: InputShapes | undefined;
  /** Name of the model; the file's where absent. */
  readonly name?: string | undefined;
  /** Licence, attribution and training data, which source files do not state. */
  readonly provenance?: Partial<Provenance> | undefined;
}

export interface Conversion {
  readonly model: Model;
  /** The built-in family a state dict was found to be. */
  readonly detected?: string;
  /** What a person should know: what was detected, chosen and assumed. */
  readonly notes: readonly string[];
}

/**
 * Converts an ONNX file or a PyTorch checkpoint, told apart by their bytes.
 * @throws ModelFileError in one line, where the file is damaged, hostile or holds what is not supported
 */
export async function convert(
  bytes: Uint8Array,
  fileName: string,
  options: ConvertOptions = {},
): Promise<Conversion> {
  const { model, ...told } = read(bytes, fileName, options);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes)));
  const provenance: Provenance = {
    ...model.graph.provenance,
    source: baseName(fileName),
    sha256: Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join(''),
    converter: converterVersion,
    ...options.provenance,
  };
  const named = {
    ...model.graph,
    ...(options.name !== undefined && { name: options.name }),
    ...truncated(model.graph, options.truncation, fileName),
    provenance,
  };
  // Written and read once: nothing leaves here that the model file's own checks refuse.
  const checked = refusingInOneLine(fileName, () =>
    readModel(writeModel({ graph: named, tensors: model.tensors }), fileName),
  );
  const directed = options.directions === 0 ? checked : addDirections(checked, options.directions);
  return { model: options.dtype === 'f16' ? toHalf(directed, fileName) : directed, ...told };
}

function truncated({ truncation }: Graph, factor: number | undefined, fileName: string): Partial<Graph> {
  if (factor === undefined) return {};
  if (!truncation) {
    throw new ModelFileError(`${fileName}: has no normal latent to truncate, expected no truncation`);
  }
  return { truncation: { ...truncation, default: factor } };
}

function read(bytes: Uint8Array, fileName: string, { arch, archJson, shapes }: ConvertOptions): Conversion {
  if (detectFormat(bytes, fileName) === 'pytorch') return readPyTorch(bytes, fileName, { arch, archJson });
  return { model: readOnnx(bytes, fileName, shapes ? { shapes } : {}), notes: [] };
}
