import type { Layer } from './architecture.ts';

/** Collects the layers of a built-in family; each is called by its name. */
export class LayerList {
  readonly layers: Layer[] = [];

  /** Adds a layer and returns its name, for later layers to read. */
  add(
    op: string,
    name: string,
    inputs: readonly string[],
    rest: Pick<Layer, 'weights' | 'attributes' | 'activation'> = {},
  ): string {
    this.layers.push({ op, name, inputs, ...rest });
    return name;
  }

  /** `[N, ...sizes]` of the same values. */
  reshape(name: string, input: string, ...sizes: number[]): string {
    return this.add('reshape', name, [input], { attributes: { shape: ['N', ...sizes] } });
  }
}
