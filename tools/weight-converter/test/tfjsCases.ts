import { describe, expect, it } from 'vitest';
import { compareWithTfjs } from './compareWithTfjs.ts';
import { randomInput } from './randomInput.ts';
import { type AttributeText, TestGraph } from './tfjsGraphModel.ts';

export type Attributes = Readonly<Record<string, AttributeText>>;

/** Adds nodes that read `x` and returns the output's name. */
export type Make = (graph: TestGraph, x: string) => string;

interface Case {
  readonly name: string;
  readonly x: readonly number[];
  readonly make: Make;
  readonly batch: number;
}

export interface CaseOptions {
  /** The batch, where the graph fixes it; else it is open and 2 images are given. */
  readonly batch?: number;
}

/** Collects graphs of a few nodes, then runs each on our references and on TF.js. */
export class TfjsCases {
  readonly #cases: Case[] = [];

  /** `x` is the input's shape without the batch. */
  add(name: string, x: readonly number[], make: Make, { batch = -1 }: CaseOptions = {}): void {
    this.#cases.push({ name, x, make, batch });
  }

  describe(title: string): void {
    describe(title, () => {
      it.each(this.#cases)('$name', async ({ name, x, make, batch }) => {
        // Both dialects of attributes, in turn.
        const graph = new TestGraph(name.length, name.length % 2 === 0);
        const output = make(graph, graph.input('x', [batch, ...x]));
        const { difference, spread } = await compareWithTfjs(graph.finish({ outputs: [output] }), {
          x: randomInput([batch < 0 ? 2 : batch, ...x]),
        });
        expect(difference).toBeLessThan(2e-6);
        expect(spread).toBeGreaterThan(0.05);
      });
    });
  }
}

export const list = (...integers: number[]): AttributeText => ({ integers });
export const text = (value: string): AttributeText => ({ text: value });
export const flag = (value: boolean): AttributeText => ({ boolean: value });
export const strides = (height: number, width: number): AttributeText => list(1, height, width, 1);

// TF.js takes no defaults for these.
export const plain: Attributes = { dilations: strides(1, 1), data_format: text('NHWC') };

/** A convolution with random weights, SAME and without stride unless stated. */
export function conv(
  g: TestGraph,
  x: string,
  filter: readonly number[],
  attributes: Attributes = {},
  name = 'Conv2D',
): string {
  const given = { ...plain, strides: strides(1, 1), padding: text('SAME'), ...attributes };
  return g.node(name, [x, g.random(filter)], given);
}
