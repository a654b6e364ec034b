import { describe, expect, test } from 'vitest';
import { reportLayers, summaryLine } from './reportLayers.ts';
import type { CeilingUse, ContenderResult } from './results.ts';

const use: CeilingUse = {
  instructions: 'relaxed',
  threads: 2,
  ceiling: 62,
  macs: 80e6,
  image: { gmacs: 40, share: 0.6452, fastestShare: 0.7 },
  lowest: { label: 'g.2', share: 0.70161, fastestShare: 0.8 },
};

describe('summaryLine', () => {
  test('names the layer of the lowest share and gives that of the image', () => {
    expect(summaryLine('roentgan-cpu', use)).toBe(
      '**roentgan-cpu: lowest share among layers whose output is 16x16 or larger 70.2 % (in the fastest 80.0 %), g.2; ' +
        'the whole image, latent to values in memory, 64.5 % (in the fastest 70.0 %).**',
    );
  });

  test('says so where no layer is large enough', () => {
    const { lowest: _, ...small } = use;
    expect(summaryLine('x', small)).toContain('no layer has multiply-adds and an output of 16x16 or larger');
  });
});

describe('reportLayers', () => {
  const contender = {
    name: 'roentgan-cpu',
    layers: [
      {
        label: 'g.2',
        kernel: 'convolution',
        output: [1, 128, 16, 16],
        macs: 29_491_200,
        milliseconds: 0.678,
        fastest: 0.595,
        rate: { gmacs: 43.5, share: 0.70161, fastestShare: 0.8 },
      },
      {
        label: 'join',
        kernel: 'concat',
        output: [1, 64, 16, 16],
        macs: 0,
        milliseconds: 0.02,
        fastest: 0.015,
      },
    ],
    ceilingUse: use,
  } as const satisfies Partial<ContenderResult>;

  test('shows work, times, rate and share; time alone where there is nothing to count', () => {
    const report = reportLayers(contender as unknown as ContenderResult, 'cpu', 60).join('\n');
    expect(report).toContain('against a ceiling of 2 x 31 GMAC/s with relaxed SIMD:');
    expect(report).toContain(
      '| g.2 (convolution) | 128x16x16 | 29.5 | 0.678 | 0.595 | 43.5 | 70.2 % | 80.0 % |',
    );
    expect(report).toContain('| join (concat) | 64x16x16 | - | 0.02 | 0.015 | - | - | - |');
    expect(report).toContain('**roentgan-cpu: lowest share');
  });

  test('is nothing for a contender that does not time its layers', () => {
    expect(reportLayers({ ...contender, layers: [] } as unknown as ContenderResult, 'cpu', 60)).toEqual([]);
  });
});
