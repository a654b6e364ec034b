/** Shapes of a state dict's tensors by name. */
export type Shapes = ReadonlyMap<string, readonly number[]>;

/** What all names start with, without the last dot: `model.model` of a U-Net in two wrappers; empty where nothing. */
export function commonPrefix(shapes: Shapes): string {
  let prefix: string[] | undefined;
  for (const name of shapes.keys()) {
    const parts = name.split('.').slice(0, -1);
    if (prefix === undefined) {
      prefix = parts;
      continue;
    }
    const end = prefix.findIndex((part, at) => part !== parts[at]);
    if (end >= 0) prefix = prefix.slice(0, end);
  }
  return (prefix ?? []).join('.');
}

/** `a.b` of `a` and `b`; either may be empty. */
export function join(...parts: readonly (string | number)[]): string {
  return parts.filter((part) => part !== '').join('.');
}

/** Numbers that follow `prefix` in names, ascending: 0 and 3 of `body.0.weight` and `body.3.bias`. */
export function indicesUnder(shapes: Shapes, prefix: string): number[] {
  const start = prefix === '' ? '' : `${prefix}.`;
  const found = new Set<number>();
  for (const name of shapes.keys()) {
    if (!name.startsWith(start)) continue;
    const digits = /^\d+(?=\.|$)/.exec(name.slice(start.length));
    if (digits) found.add(Number(digits[0]));
  }
  return [...found].sort((a, b) => a - b);
}
