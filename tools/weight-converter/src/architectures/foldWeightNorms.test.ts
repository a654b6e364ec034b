import { describe, expect, it } from 'vitest';
import type { StateDict } from '../pytorch/stateDict.ts';
import { foldWeightNorms } from './foldWeightNorms.ts';

type Entries = Record<string, readonly [readonly number[], readonly number[]]>;

function fold(entries: Entries): Record<string, number[]> {
  const state: StateDict = new Map(
    Object.entries(entries).map(([name, [shape, values]]) => [
      name,
      { shape, toFloat32: () => Float32Array.from(values) },
    ]),
  );
  return Object.fromEntries(
    [...foldWeightNorms(state, 'a.pt')].map(([name, tensor]) => [name, [...tensor.toFloat32(name)]]),
  );
}

const unit = ([a, b]: readonly [number, number]) => {
  const length = Math.hypot(a, b);
  return [a / length, b / length] as [number, number];
};

describe('foldWeightNorms', () => {
  it('divides by sigma = u W v, whatever PyTorch calls the parts', () => {
    const weight: Entries[string] = [
      [2, 3],
      [0, 4, 0, 0, 0, 2],
    ];
    const u: Entries[string] = [[2], [1, 0]];
    const v: Entries[string] = [[3], [0, 1, 0]];
    const folded = [0, 1, 0, 0, 0, 0.5];
    expect(fold({ 'a.weight_orig': weight, 'a.weight_u': u, 'a.weight_v': v, 'a.bias': [[1], [7]] })).toEqual(
      { 'a.weight': folded, 'a.bias': [7] },
    );
    const prefix = 'net.0.parametrizations.weight';
    expect(fold({ [`${prefix}.original`]: weight, [`${prefix}.0._u`]: u, [`${prefix}.0._v`]: v })).toEqual({
      'net.0.weight': folded,
    });
  });

  it('tells a transposed convolution from a convolution by sizes', () => {
    const weight: Entries[string] = [
      [3, 2, 1, 1],
      [0, 0, 4, 0, 0, 2],
    ];
    const folded = fold({ weight_orig: weight, weight_u: [[2], [1, 0]], weight_v: [[3], [0, 1, 0]] });
    expect(folded).toEqual({ weight: [0, 0, 1, 0, 0, 0.5] });
  });

  it.each([
    ['a convolution', false],
    ['a transposed convolution', true],
  ])('tells %s with as many channels in as out by its vectors', (_, isTransposed) => {
    const matrix = [1, 2, 3, 4];
    const stored = isTransposed ? [1, 3, 2, 4] : matrix;
    let v = unit([1, 1]);
    let u = v;
    for (let step = 0; step < 3; step++) {
      u = unit([v[0] + 2 * v[1], 3 * v[0] + 4 * v[1]]);
      v = unit([u[0] + 3 * u[1], 2 * u[0] + 4 * u[1]]);
    }
    u = unit([v[0] + 2 * v[1], 3 * v[0] + 4 * v[1]]);
    const { weight } = fold({ weight_orig: [[2, 2, 1, 1], stored], weight_u: [[2], u], weight_v: [[2], v] });
    // The largest singular value of [[1, 2], [3, 4]].
    const sigma = Math.sqrt((30 + Math.sqrt(30 ** 2 - 4 * 4)) / 2);
    weight!.forEach((value, at) => {
      expect(value).toBeCloseTo(stored[at]! / sigma, 5);
    });
  });

  it('scales the rows of v to g', () => {
    const v: Entries[string] = [
      [2, 2, 1, 1],
      [3, 4, 0, 2],
    ];
    const g: Entries[string] = [
      [2, 1, 1, 1],
      [10, 3],
    ];
    expect(fold({ weight_v: v, weight_g: g })).toEqual({ weight: [6, 8, 0, 3] });
    const prefix = 'c.parametrizations.weight';
    expect(fold({ [`${prefix}.original1`]: v, [`${prefix}.original0`]: g })).toEqual({
      'c.weight': [6, 8, 0, 3],
    });
    const second: Entries[string] = [
      [1, 2, 1, 1],
      [6, Math.fround(Math.sqrt(20))],
    ];
    fold({ weight_v: v, weight_g: second }).weight!.forEach((value, at) => {
      expect(value).toBeCloseTo([6, 4, 0, 2][at]!, 5);
    });
  });

  it('leaves everything else alone', () => {
    const plain: Entries = { weight_v: [[1], [2]], 'x.weight_orig': [[1], [3]], y: [[2], [4, 5]] };
    expect(fold(plain)).toEqual({ weight_v: [2], 'x.weight_orig': [3], y: [4, 5] });
  });

  it.each<[string, Entries, string]>([
    [
      'vectors of other sizes',
      {
        weight_orig: [
          [1, 2],
          [1, 2],
        ],
        weight_u: [[3], [1, 0, 0]],
        weight_v: [[2], [1, 0]],
      },
      'spectral norm: u is [3] and v [2], expected the sizes of the weight [1,2] as a matrix',
    ],
    [
      'a sigma of 0',
      {
        weight_orig: [
          [1, 2],
          [0, 0],
        ],
        weight_u: [[1], [1]],
        weight_v: [[2], [1, 0]],
      },
      'spectral norm: sigma is 0',
    ],
    [
      'a g of another size',
      {
        weight_v: [
          [2, 1],
          [1, 2],
        ],
        weight_g: [
          [3, 1],
          [1, 2, 3],
        ],
      },
      'g is [3,1]',
    ],
  ])('refuses %s', (_, entries, message) => {
    expect(() => fold(entries)).toThrow(message);
  });
});
