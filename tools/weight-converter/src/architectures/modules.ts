/** One PyTorch module, such as `net.3`, as its parameters show it. */
export interface Module {
  readonly prefix: string;
  /** Its first tensor, for messages. */
  readonly first: string;
  readonly kind: 'convolution' | 'linear' | 'norm' | 'other';
  readonly weight: readonly number[];
}

type Shapes = ReadonlyMap<string, readonly number[]>;

/** Groups a state dict's names by module, in the order they were saved. */
export function listModules(shapes: Shapes): Module[] {
  const names = [...shapes.keys()];
  const firsts = new Map(names.toReversed().map((name) => [prefixOf(name), name]));
  return [...new Set(names.map(prefixOf))].map((prefix) => {
    const first = firsts.get(prefix) ?? prefix;
    const shape = (parameter: string) => shapes.get(prefix === '' ? parameter : `${prefix}.${parameter}`);
    const weight = shape('weight') ?? [];
    const isNorm = shape('running_mean') !== undefined && shape('running_var') !== undefined;
    const kind = isNorm
      ? 'norm'
      : weight.length === 4
        ? 'convolution'
        : weight.length === 2
          ? 'linear'
          : 'other';
    return {
      prefix,
      first,
      kind,
      weight: isNorm ? shape('running_mean')! : weight,
    };
  });
}

function prefixOf(name: string): string {
  return name.replace(/\.?[^.]*$/, '');
}
