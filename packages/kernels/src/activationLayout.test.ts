import { describe, expect, it } from 'vitest';
import { sixAxes } from './activationLayout.ts';
import {
  activationLayout,
  elementCount,
  keepsLayout,
  packActivation,
  planeOf,
  type Shape,
  unpackActivation,
} from './index.ts';

const shapes: readonly Shape[] = [
  [7],
  [3, 5],
  [2, 3, 4],
  [1, 1, 1, 1],
  [2, 6, 3, 5],
  [1, 8, 2, 2],
  [2, 5, 2, 3, 2],
  [2, 3, 2, 1, 3, 2],
];

describe('activation layout', () => {
  it.each(shapes.map((shape) => [shape]))('%j there and back', (shape) => {
    const data = Float32Array.from({ length: elementCount(shape) }, (_, at) => at + 1);
    const packed = packActivation({ shape, data });
    expect(packed).toHaveLength(activationLayout(shape).vectors * 4);
    expect(packed.filter((value) => value !== 0)).toHaveLength(data.length);
    expect(unpackActivation(packed, shape)).toEqual({ shape, data });
  });

  it('puts channels last, padded to four by zeros', () => {
    const data = Float32Array.from([1, 2, 10, 20, 100, 200]); // [N=1, C=3, W=2]
    expect([...packActivation({ shape: [1, 3, 2], data })]).toEqual([1, 10, 100, 0, 2, 20, 200, 0]);
  });

  it('writes into a part of a larger buffer', () => {
    const target = new Float32Array(8);
    packActivation({ shape: [1, 2], data: Float32Array.of(5, 6) }, target.subarray(4));
    expect([...target]).toEqual([0, 0, 0, 0, 5, 6, 0, 0]);
  });

  it('sees axes before the last as height', () => {
    expect(planeOf([2, 3, 4, 5, 6])).toEqual({ height: 20, width: 6 });
    expect(planeOf([2, 3])).toEqual({ height: 1, width: 1 });
  });

  it('sees any shape as six axes', () => {
    expect(sixAxes([2, 3, 4, 5])).toEqual([2, 3, 1, 1, 4, 5]);
    expect(sixAxes([7])).toEqual([7, 1, 1, 1, 1, 1]);
    expect(sixAxes([1, 2, 3, 4, 5, 6])).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('is kept by a reshape exactly where channels stay', () => {
    expect(keepsLayout([2, 5, 1, 1], [2, 5])).toBe(true);
    expect(keepsLayout([2, 5, 4, 3], [2, 5, 12])).toBe(true);
    expect(keepsLayout([2, 5, 4, 3], [2, 60])).toBe(false);
  });
});
