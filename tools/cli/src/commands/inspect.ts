import {
  estimateMemory,
  type GraphInput,
  inferShapes,
  type Model,
  readModel,
  resolveNode,
} from '@roentgan/gan-runtime/model-file';
import { chooseFor, type DeviceClass, deviceClasses } from '@roentgan/gan-runtime/tuning';
import { parseArguments } from '../arguments.ts';
import { describeModel } from '../describeModel.ts';
import { UsageError } from '../errors.ts';
import { readInputFile, readModelSource } from '../modelSource.ts';
import type { ShaderChoice } from '../wgsl/writeShaders.ts';

export interface LayerSummary {
  readonly op: string;
  readonly name: string;
  /** Output shape at batch 1. */
  readonly shape: readonly number[];
  readonly parameters: number;
  /** Multiply-accumulates of one image. */
  readonly macs: number;
}

export interface ModelSummary {
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly name: string | undefined;
  readonly inputs: readonly GraphInput[];
  readonly outputs: Model['graph']['outputs'];
  readonly edits: NonNullable<Model['graph']['edits']>;
  readonly directions: NonNullable<Model['graph']['directions']>;
  readonly truncation: Model['graph']['truncation'];
  readonly mixing: Model['graph']['mixing'];
  readonly sampler: Model['graph']['sampler'];
  readonly layers: readonly LayerSummary[];
  readonly parameters: number;
  readonly macs: number;
  /** Bytes for one image: f32, before layers are fused. */
  readonly gpuMemory: { readonly weights: number; readonly activations: number };
  readonly provenance: Model['graph']['provenance'];
}

/** `roentgan inspect`: what a model file holds; needs no GPU. */
export async function inspect(args: readonly string[]): Promise<number> {
  const parsed = parseArguments(
    args,
    {
      json: { type: 'boolean' },
      wgsl: { type: 'string' },
      dtype: { type: 'string' },
      batch: { type: 'string' },
      gpu: { type: 'string' },
      tuning: { type: 'string' },
      force: { type: 'boolean' },
    },
    { names: ['MODEL'], required: 1 },
  );
  const folder = parsed.text('wgsl');
  const shaders = {
    type: parsed.choice('dtype', ['f32', 'f16']),
    batch: parsed.integer('batch', 1, 4096),
    gpu: parsed.choice('gpu', deviceClasses),
    tuning: parsed.text('tuning'),
  };
  const given = Object.values(shaders).some((value) => value !== undefined) || parsed.flag('force');
  if (folder === undefined && given) {
    throw new UsageError('--dtype, --batch, --gpu, --tuning and --force are for --wgsl DIR');
  }
  const source = await readModelSource(parsed.positionals[0]);
  const model = readModel(source.bytes, source.path);
  if (folder !== undefined) {
    const { writeShaders } = await import('../wgsl/writeShaders.ts');
    const written = await writeShaders(source, folder, parsed.flag('force'), {
      ...shaders,
      ...(await readChoice(shaders)),
    });
    process.stdout.write(
      parsed.flag('json')
        ? `${JSON.stringify(written)}\n`
        : `${written.layers.length} shaders in ${folder}, listed in index.md\n`,
    );
    return 0;
  }
  const summary = summarise(model, { file: source.path, sha256: source.sha256, bytes: source.bytes.length });
  process.stdout.write(parsed.flag('json') ? `${JSON.stringify(summary)}\n` : describeModel(summary));
  return 0;
}

/** Kernels as a session chooses them on an adapter of a class, by a table of `bench tune` first where there is one. */
async function readChoice({
  gpu = 'software',
  tuning,
}: {
  readonly gpu: DeviceClass | undefined;
  readonly tuning: string | undefined;
}): Promise<Pick<ShaderChoice, 'choose' | 'chosenFor'>> {
  if (tuning === undefined)
    return { choose: chooseFor(gpu, undefined), chosenFor: `adapters of class ${gpu}` };
  const text = (await readInputFile(tuning)).toString('utf8');
  try {
    const choose = chooseFor(gpu, JSON.parse(text));
    return { choose, chosenFor: `adapters of class ${gpu} by ${tuning}` };
  } catch (error) {
    throw new Error(`${tuning}: ${(error as Error).message}`);
  }
}

/** Layers, totals and memory of a model at batch 1. */
export function summarise(model: Model, file: Pick<ModelSummary, 'file' | 'sha256' | 'bytes'>): ModelSummary {
  const { graph, tensors } = model;
  const weightShapes = new Map([...tensors].map(([name, tensor]) => [name, tensor.shape]));
  const shapes = inferShapes(graph, weightShapes, 1);
  const layers = graph.nodes.map((node): LayerSummary => {
    const { operation, call } = resolveNode(node, shapes, weightShapes);
    const parameters = Object.values(call.weights).reduce((sum, shape) => sum + product(shape), 0);
    const macs = operation.macs?.(call) ?? 0;
    return { op: node.op, name: node.name, shape: call.output, parameters, macs };
  });
  return {
    ...file,
    name: graph.name,
    inputs: graph.inputs,
    outputs: graph.outputs,
    edits: graph.edits ?? [],
    directions: graph.directions ?? [],
    truncation: graph.truncation,
    mixing: graph.mixing,
    sampler: graph.sampler,
    layers,
    parameters: layers.reduce((sum, layer) => sum + layer.parameters, 0),
    macs: layers.reduce((sum, layer) => sum + layer.macs, 0),
    gpuMemory: estimateMemory(graph, shapes, weightShapes),
    provenance: graph.provenance,
  };
}

function product(shape: readonly number[]): number {
  return shape.reduce((total, size) => total * size, 1);
}
