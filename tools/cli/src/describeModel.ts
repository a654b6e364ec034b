import type { GraphInput, GraphOutput } from '@roentgan/gan-runtime/model-file';
import type { LayerSummary, ModelSummary } from './commands/inspect.ts';
import { describeSampler } from './describeSampler.ts';
import { formatBytes } from './formatBytes.ts';

/** A model's summary for people: inputs, outputs, edits, layers, totals. */
export function describeModel(summary: ModelSummary): string {
  const { gpuMemory } = summary;
  const lines = [
    `${summary.file}${summary.name ? `: ${summary.name}` : ''}`,
    `  sha256      ${summary.sha256}`,
    ...summary.inputs.map((input) => `  input       ${describeInput(input, summary)}`),
    ...summary.outputs.map((output) => `  output      ${describeOutput(output)}`),
    ...[...summary.edits, ...summary.directions].map(
      (edit) =>
        `  edit        ${edit.name}: ${edit.range.join(' to ')} ${edit.unit}, moves ${[edit.label?.tensor, edit.tensor].filter(Boolean).join(' and ')}`,
    ),
    ...(summary.truncation ? [`  truncation  ${describeTruncation(summary.truncation)}`] : []),
    ...(summary.mixing
      ? [`  mixing      of ${summary.mixing.latent} and ${summary.mixing.second} (--mix)`]
      : []),
    ...(summary.sampler ? describeSampler(summary.sampler).map((text) => `  sampler     ${text}`) : []),
    ...Object.entries(summary.provenance).map(
      ([name, value]) => `  ${(name === 'sha256' ? 'its sha256' : name).padEnd(11)} ${value}`,
    ),
    '',
    ...table(summary.layers),
    '',
    `  parameters  ${summary.parameters.toLocaleString('en')}`,
    `  MACs        ${summary.macs.toLocaleString('en')} ${summary.sampler ? 'a step' : 'an image'}`,
    `  file        ${formatBytes(summary.bytes)}`,
    `  GPU memory  ${formatBytes(gpuMemory.weights + gpuMemory.activations)} in f32 (weights ${formatBytes(gpuMemory.weights)}, activations ${formatBytes(gpuMemory.activations)})`,
  ];
  return `${lines.join('\n')}\n`;
}

function describeOutput({ name, shape, channels, names, range, pixelSize }: GraphOutput): string {
  const scale = pixelSize ? `, pixels of ${pixelSize.join(' x ')} mm` : '';
  return `${name} [${shape}] ${channels}, ${names ? `classes ${names.join(', ')}` : range.join(' to ')}${scale}`;
}

function describeTruncation(truncation: NonNullable<ModelSummary['truncation']>): string {
  return 'tensor' in truncation ? `of ${truncation.tensor}` : `inside the graph, by ${truncation.label}`;
}

/** What feeds an input that no --label reaches. */
function feederOf(name: string, { truncation, mixing, sampler }: ModelSummary): string | undefined {
  if (truncation && 'label' in truncation && truncation.label === name) return '--truncation';
  if (mixing && (mixing.from === name || mixing.second === name)) return '--mix';
  return sampler?.timestep.input === name ? 'the sampler' : undefined;
}

function describeInput(input: GraphInput, summary: ModelSummary): string {
  const feeder = feederOf(input.name, summary);
  if (feeder) return `${input.name} [${input.shape}] ${input.kind}, fed by ${feeder}`;
  const start = `${input.name} [${input.shape}] ${input.kind}`;
  if (input.kind === 'latent')
    return `${start}, ${input.distribution}${input.range ? ` ${input.range.join(' to ')}` : ''}`;
  if (input.kind === 'image') return `${start}, ${input.range.join(' to ')}`;
  const classes = input.names
    ? `: ${input.names.join(', ')}`
    : input.range
      ? ` ${input.range.join(' to ')}`
      : '';
  return `${start}, ${input.encoding}${classes} (default ${input.default})`;
}

function table(layers: readonly LayerSummary[]): string[] {
  const rows = [
    ['op', 'name', 'output', 'parameters', 'MACs'],
    ...layers.map((layer) => [
      layer.op,
      layer.name,
      `[${layer.shape}]`,
      layer.parameters.toLocaleString('en'),
      layer.macs.toLocaleString('en'),
    ]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => {
    const cells = row.map((cell, column) =>
      column < 3 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
    );
    return `  ${cells.join('  ').trimEnd()}`;
  });
}
