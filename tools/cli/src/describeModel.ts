import type { GraphInput } from '@roentgan/gan-runtime/model-file';
import type { LayerSummary, ModelSummary } from './commands/inspect.ts';

/** A model's summary for people: inputs, outputs, edits, layers, totals. */
export function describeModel(summary: ModelSummary): string {
  const { gpuMemory } = summary;
  const lines = [
    `${summary.file}${summary.name ? `: ${summary.name}` : ''}`,
    `  sha256      ${summary.sha256}`,
    ...summary.inputs.map((input) => `  input       ${describeInput(input)}`),
    ...summary.outputs.map(
      (output) =>
        `  output      ${output.name} [${output.shape}] ${output.channels}, ${output.range.join(' to ')}`,
    ),
    ...[...summary.edits, ...summary.directions].map(
      (edit) => `  edit        ${edit.name}: ${edit.range.join(' to ')} ${edit.unit}, moves ${edit.tensor}`,
    ),
    ...(summary.truncation ? [`  truncation  of ${summary.truncation.tensor}`] : []),
    ...Object.entries(summary.provenance).map(([name, value]) => `  ${name.padEnd(11)} ${value}`),
    '',
    ...table(summary.layers),
    '',
    `  parameters  ${summary.parameters.toLocaleString('en')}`,
    `  MACs        ${summary.macs.toLocaleString('en')} an image`,
    `  file        ${megabytes(summary.bytes)}`,
    `  GPU memory  ${megabytes(gpuMemory.weights + gpuMemory.activations)} in f32 (weights ${megabytes(gpuMemory.weights)}, activations ${megabytes(gpuMemory.activations)})`,
  ];
  return `${lines.join('\n')}\n`;
}

function describeInput(input: GraphInput): string {
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

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
