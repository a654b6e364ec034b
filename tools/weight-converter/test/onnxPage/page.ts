import { claimOf } from './claims.ts';

/** docs/onnx.md; written by `pnpm --filter @roentgan/weight-converter docs:onnx`. */
export function onnxPage(computed: readonly string[], folded: readonly string[]): string {
  return `# ONNX

\`roentgan convert model.onnx -o model.safetensors\` reads files of opset 7 to 23 as PyTorch and tf2onnx export them, and older
ones where their operations have not changed. What cannot be read is refused with one line that names the node.

- **Batch.** The first axis of the inputs becomes the batch N, whatever number the file has there. Where the graph mixes what lies
  along that axis and all sizes are fixed, a batch is put before the file's axes; a leading 1 of inputs and outputs is then the batch.
- **Constants.** Whatever depends on constants and shapes alone is evaluated while converting: shape arithmetic, masks, spectral norm,
  an \`If\` whose condition is known. \`Loop\` and \`Scan\` are refused.
- **Weights** may be f32, f16, bfloat16 or f64, integers, or int8 with \`DequantizeLinear\`. They may lie in other files beside the
  ONNX file (external data), never outside of its folder.
- **Truths and indices** that a graph computes are floats: 0 and 1, whole numbers.
- **Our own files.** What \`roentgan convert model.safetensors -o model.onnx\` writes keeps labels, edits, ranges, sampler and
  provenance in \`metadata_props\` and gets them back when it is read.
- **int8.** \`--dtype int8\` stores weights of convolutions and linear layers in one byte, with one scale for each output channel;
  \`--verify\` then prints the PSNR against the same model in f32.

## Operations

${computed.length} operations are computed. The limits are those of our reader; values that must be constant may be computed from constants and shapes.

${table(computed)}

On constants, these are evaluated too:

${table(folded)}

## ONNX's own node cases

\`pnpm --filter @roentgan/weight-converter test:onnx-nodes\` runs the cases of Debian's \`libonnx-testdata\` (ONNX 1.12) and prints
how many passed and why others are left out. Inputs of integers and truths, which carry shapes, axes, indices and conditions, are frozen to
their values; so are floats that must be constant (the scales of a Resize). Every case of the operations above whose first input and
whose outputs are f32 (or truths or indices alone, as floats) passes within 1e-4 of max(1, |expected|) on \`reference\`, \`cpu\` and \`webgpu\`. Left out are: other data types, empty tensors,
more than five axes, random numbers, sequences, control flow, indices beside values, and operations that are not in the table.
`;
}

function table(ops: readonly string[]): string {
  const rows = ops.toSorted().map((op) => {
    const { first, last, limit } = claimOf(op);
    return [op, `${first} to ${last}`, limit];
  });
  const header = ['operation', 'opset', 'limits'];
  const widths = header.map((title, at) =>
    Math.max(...[header, ...rows].map((row) => row[at]!.length), title.length),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at]!)).join(' | ')} |`;
  return [line(header), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
