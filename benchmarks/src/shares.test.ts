import { describe, expect, test } from 'vitest';
import type { Ceiling, ContenderResult, LayerResult } from './results.ts';
import { engineOf, joinLayers, withShares } from './shares.ts';
import { pairedRatio, summarise } from './statistics.ts';

const ceilings = (['simd', 'relaxed'] as const).map((instructions, at): Ceiling => {
  const sample = { instructions, loop: 'sums8', gmacs: 30 + 10 * at };
  return { instructions, gmacs: sample.gmacs, before: sample, after: sample };
});

function layer(label: string, output: readonly number[], macs: number, median: number, fastest: number) {
  return { label, kernel: 'convolution', output, macs, milliseconds: median, fastest };
}

const layers: readonly LayerResult[] = [
  layer('start', [1, 64, 8, 8], 1e6, 1, 1),
  layer('wide', [1, 64, 8, 64], 1e6, 1, 1),
  layer('add', [1, 64, 32, 32], 0, 0.5, 0.5),
  layer('tiny', [1, 1, 16, 16], 100, 0.005, 0),
  layer('middle', [1, 64, 16, 16], 40e6, 2, 1.6),
  layer('last', [1, 1, 64, 64], 60e6, 2, 1.6),
];

function contender(backend: string): ContenderResult {
  const image = {
    samples: [8, 8, 6],
    summary: summarise([8, 8, 6]),
    ratio: pairedRatio([8, 8, 6], [8, 8, 8]),
  };
  const counters = {
    dispatches: 0,
    bindGroups: 0,
    buffers: 0,
    pipelines: 0,
    bufferWrites: 0,
    passes: 0,
    submits: 0,
  };
  const download = { files: [], gzip: 0 };
  return { name: 'roentgan-cpu', backend, image, extras: [], firstImage: [1], counters, download, layers };
}

describe('withShares', () => {
  test('holds layers and the image against the ceiling of all threads', () => {
    const { layers, ceilingUse } = withShares(
      contender('cpu (WebAssembly relaxed SIMD, 2 threads)'),
      ceilings,
    );
    expect(ceilingUse).toMatchObject({ instructions: 'relaxed', threads: 2, ceiling: 80, macs: 102_000_100 });
    const [start, , add, tiny, middle, last] = layers;
    expect(start!.rate!.gmacs).toBeCloseTo(1, 12);
    for (const none of [add, tiny]) expect(none).not.toHaveProperty('rate');
    expect(middle!.rate!.gmacs).toBeCloseTo(20, 12);
    expect(middle!.rate!.share).toBeCloseTo(0.25, 12);
    expect(middle!.rate!.fastestShare).toBeCloseTo(25 / 80, 12);
    expect(last!.rate!.share).toBeCloseTo(30 / 80, 12);
    // 102e6 and a hundred more in the image's median of 8 ms, and in its least of 6.
    expect(ceilingUse!.image.gmacs).toBeCloseTo(12.75, 4);
    expect(ceilingUse!.image.share).toBeCloseTo(12.75 / 80, 4);
    expect(ceilingUse!.image.fastestShare).toBeCloseTo(17 / 80, 4);
  });

  test('the lowest share is that of a layer whose output is 16x16 or larger', () => {
    const { ceilingUse } = withShares(contender('cpu (WebAssembly SIMD, 1 thread)'), ceilings);
    expect(ceilingUse).toMatchObject({ instructions: 'simd', threads: 1, ceiling: 30 });
    expect(ceilingUse!.lowest!.label).toBe('middle');
    expect(ceilingUse!.lowest!.share).toBeCloseTo(20 / 30, 12);
  });

  test('leaves other backends, and machines without a ceiling, as they are', () => {
    const other = contender('wasm (threads: 2, SIMD)');
    expect(withShares(other, ceilings)).toBe(other);
    const ours = contender('cpu (WebAssembly SIMD, 1 thread)');
    expect(withShares(ours, [])).toBe(ours);
  });
});

test.each([
  ['cpu (WebAssembly relaxed SIMD, 2 threads)', { instructions: 'relaxed', threads: 2 }],
  ['cpu (WebAssembly SIMD, 1 thread)', { instructions: 'simd', threads: 1 }],
  ["cpu (WebAssembly SIMD, on the page's own thread)", { instructions: 'simd', threads: 1 }],
  ['webgpu', undefined],
  ['wasm (threads: 2, SIMD)', undefined],
])('engineOf("%s")', (backend, engine) => expect(engineOf(backend)).toEqual(engine));

describe('joinLayers', () => {
  const work = [{ label: 'a', output: [1, 4], macs: 3 }];

  test('takes each layer by its place', () => {
    const times = [{ label: 'a', kernel: 'linear', milliseconds: 2, fastest: 1 }];
    expect(joinLayers(times, work)).toEqual([{ ...times[0], ...work[0] }]);
    expect(joinLayers([], work)).toEqual([]);
  });

  test('refuses layers that are not those of the plan', () => {
    expect(() => joinLayers([{ label: 'b', kernel: 'linear' }], work)).toThrow(
      'layer 0 is "b", expected "a" as planned',
    );
    const twice = [0, 1].map(() => ({ label: 'a', kernel: 'linear' }));
    expect(() => joinLayers(twice, work)).toThrow("2 layers were timed, expected the plan's 1");
  });
});
