import type { GraphInput, GraphOutput } from '@roentgan/gan-runtime/model-file';

interface Edges {
  readonly inputs: readonly GraphInput[];
  readonly outputs: readonly GraphOutput[];
}

/**
 * Values of black and white that no file states, with a note on each that was assumed. Image inputs take what the model
 * gives. An output without bounds (`unbounded`) has 0 and 1 where it is made of an image, as upscalers have it.
 */
export function assumeRanges({ inputs, outputs }: Edges, unbounded: boolean): Edges & { notes: string[] } {
  const notes: string[] = [];
  const picture = outputs.find(({ channels }) => channels !== 'raw');
  const hasImage = inputs.some(({ kind }) => kind === 'image');
  const range = unbounded && hasImage ? ([0, 1] as const) : picture?.range;
  if (picture && range && unbounded)
    notes.push(`output "${picture.name}" has no bounds: black and white are taken as ${range.join(' and ')}`);
  return {
    inputs: inputs.map((input) => {
      if (input.kind !== 'image') return input;
      const taken = range ?? input.range;
      notes.push(`image input "${input.name}": black and white are taken as ${taken.join(' and ')}`);
      return { ...input, range: taken };
    }),
    outputs: outputs.map((output) => (unbounded && range ? { ...output, range } : output)),
    notes,
  };
}
