import { expect, it } from 'vitest';
import { operations, type Shape } from '../src/index.ts';

/** Shapes that an untrusted graph may bring together, and the whole error behind the layer's name. */
export type Misfit = readonly [
  operation: string,
  call: {
    readonly inputs: readonly Shape[];
    readonly weights?: Record<string, Shape>;
    readonly attributes?: Record<string, unknown>;
  },
  message: string,
];

/** One vitest test each: `outputShape` refuses them. */
export function refuseShapes(misfits: readonly Misfit[]): void {
  it.each(misfits)('%s %j', (name, { inputs, weights = {}, attributes = {} }, message) => {
    const operation = operations[name]!;
    const parsed = operation.parseAttributes(attributes, name);
    const infer = () => operation.outputShape({ inputs, weights, attributes: parsed }, `${name} "n"`);
    expect(infer).toThrow(RangeError);
    expect(infer).toThrow(new RangeError(`${name} "n": ${message}`));
  });
}
