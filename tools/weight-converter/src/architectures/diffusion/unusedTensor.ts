import type { Layer } from '../architecture.ts';
import type { Shapes } from '../names.ts';

/** The first tensor that no layer takes, but those whose name matches `ignored`. */
export function unusedTensor(shapes: Shapes, layers: readonly Layer[], ignored?: RegExp): string | undefined {
  const used = new Set<string>();
  for (const { weights = {} } of layers) {
    if (typeof weights === 'string') {
      for (const role of ['weight', 'bias']) used.add(`${weights}.${role}`);
      continue;
    }
    for (const source of Object.values(weights)) {
      for (const name of typeof source === 'string' ? [source] : source.from) used.add(name);
    }
  }
  return [...shapes.keys()].find((name) => !used.has(name) && !ignored?.test(name));
}
