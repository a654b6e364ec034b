import type { GraphInput } from '@roentgan/gan-runtime';
import type { OpenedModel } from '../modelWorker/messages.ts';
import { byteCount, sizes } from './format.ts';

/** A heading and its lines, for the panel. */
export type Fact = readonly [heading: string, lines: readonly string[]];

/** What a model takes, gives and says of itself; what it has not is left out. */
export function describeGraph({ summary, conversion }: OpenedModel): Fact[] {
  const { graph, memory, bytes } = summary;
  const { sampler, truncation, mixing, provenance } = graph;
  const of = (kind: GraphInput['kind']) =>
    graph.inputs.filter((input) => input.kind === kind).map(describeInput);
  const edit = ({ name, range, unit }: NonNullable<typeof graph.edits>[number]) =>
    `${name}: ${range.join(' to ')} ${unit}`;
  const { source, converter, licence, attribution, trainingData } = provenance;
  const facts: Fact[] = [
    ['Latents', of('latent')],
    ['Images taken', of('image')],
    ['Labels', of('label')],
    [
      'Outputs',
      graph.outputs.map(
        ({ name, shape, channels, range, names }) =>
          `${name}: ${sizes(shape)}, ${names ? names.join(', ') : channels === 'raw' ? 'raw' : `${channels}, ${range.join(' to ')}`}`,
      ),
    ],
    ['Edits', (graph.edits ?? []).map(edit)],
    ['Directions', (graph.directions ?? []).map(edit)],
    ['Sampler', sampler ? [`${sampler.kind}, ${sampler.steps} steps, predicts ${sampler.prediction}`] : []],
    [
      'Truncation',
      truncation
        ? ['tensor' in truncation ? `of ${truncation.tensor}` : `by the label ${truncation.label}`]
        : [],
    ],
    ['Style mixing', mixing ? [`of ${mixing.latent} and ${mixing.second}`] : []],
    ['File', [byteCount(bytes)]],
    [
      'Memory for one image',
      [`${byteCount(memory.weights)} of weights, ${byteCount(memory.activations)} of activations, in f32`],
    ],
    ['Converted from', conversion ? [describeConversion(conversion)] : []],
    ['Noted', conversion?.notes ?? []],
    ['Training data', trainingData ? [trainingData] : []],
    ['Attribution', attribution ? [attribution] : []],
    ['Licence', licence ? [licence] : []],
    ['Source file', source ? [source] : []],
    ['Made with', converter ? [converter] : []],
  ];
  return facts.filter(([, lines]) => lines.length > 0);
}

const formats: Readonly<Record<string, string>> = {
  onnx: 'ONNX',
  pytorch: 'PyTorch',
  safetensors: 'safetensors',
  'keras-h5': 'Keras (HDF5)',
  'keras-v3': 'Keras',
  'tfjs-layers': 'TensorFlow.js (layers)',
  'tfjs-graph': 'TensorFlow.js (graph)',
};

function describeConversion({ format, detected }: NonNullable<OpenedModel['conversion']>): string {
  const name = formats[format] ?? format;
  return detected ? `${name}, family ${detected}` : name;
}

function describeInput(input: GraphInput): string {
  const start = `${input.name}: ${sizes(input.shape)}`;
  if (input.kind === 'latent')
    return `${start}, ${input.distribution}${input.range ? ` ${input.range.join(' to ')}` : ''}`;
  if (input.kind === 'image') return `${start}, ${input.range.join(' to ')}`;
  if (input.names) return `${input.name}: ${input.names.join(', ')}`;
  return `${start}, ${input.encoding}${input.range ? ` ${input.range.join(' to ')}` : ''}`;
}
