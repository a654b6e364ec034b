import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compareResults, compareSamples, IncomparableError } from './compare.ts';
import { seededRandom } from './random.ts';
import { readResults } from './readResults.ts';
import { reportComparison } from './reportComparison.ts';
import type { Results } from './results.ts';

const file = new URL('../results/2026-11-22-cpu.json', import.meta.url);
const measured = readResults(readFileSync(file, 'utf8'), 'cpu.json');

/** The same results with every sample of one contender multiplied. */
function scaled(results: Results, contender: string, factor: number): Results {
  return {
    ...results,
    models: results.models.map((model) => ({
      ...model,
      contenders: model.contenders.map((each) =>
        each.name === contender
          ? { ...each, image: { ...each.image, samples: each.image.samples.map((time) => factor * time) } }
          : each,
      ),
    })),
  };
}

/** Times about `middle` that vary by a tenth. */
function noisy(middle: number, seed: number, count = 60): number[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => middle * (1 + 0.1 * random.normal()));
}

describe('samples', () => {
  test('noise is no difference, and how large a change would have shown is said', () => {
    const { verdict, detectable, isRegression } = compareSamples(noisy(10, 1), noisy(10, 2));
    expect(verdict).toBe('no difference');
    expect(isRegression).toBe(false);
    expect(detectable).toBeGreaterThan(0.01);
    expect(detectable).toBeLessThan(0.1);
  });

  test('a change beyond noise is seen, either way', () => {
    expect(compareSamples(noisy(12, 1), noisy(10, 2))).toMatchObject({
      verdict: 'slower',
      isRegression: true,
    });
    expect(compareSamples(noisy(8, 1), noisy(10, 2))).toMatchObject({
      verdict: 'faster',
      isRegression: false,
    });
  });

  test('a threshold allows being slower by that part', () => {
    const slower = (threshold: number) => compareSamples(noisy(12, 1), noisy(10, 2), threshold);
    expect(slower(0.05).isRegression).toBe(true);
    expect(slower(0.5)).toMatchObject({ verdict: 'slower', isRegression: false });
  });

  test('verdicts of equal distributions are wrong about as often as a 95 % interval says', () => {
    const wrong = Array.from({ length: 100 }, (_, trial) =>
      compareSamples(noisy(10, 1000 + trial, 30), noisy(10, 2000 + trial, 30)),
    ).filter(({ verdict }) => verdict !== 'no difference');
    expect(wrong.length).toBeLessThanOrEqual(12);
  });
});

describe('files', () => {
  test('a run against itself shows nothing', () => {
    const { comparisons, unmatched } = compareResults(measured, measured);
    expect(unmatched).toEqual([]);
    expect(new Set(comparisons.map(({ verdict }) => verdict))).toEqual(new Set(['no difference']));
  });

  test('the contender that became slower is named', () => {
    const now = scaled(measured, 'ort-wasm', 1.5);
    const compared = compareResults(now, measured);
    const slower = compared.comparisons.filter(({ isRegression }) => isRegression);
    expect(slower.map(({ model, contender }) => `${model} ${contender}`)).toEqual([
      'dcgan64 ort-wasm',
      'knee ort-wasm',
    ]);
    const report = reportComparison(compared, now, measured);
    expect(report).toMatch(/\| dcgan64: ort-wasm .* 1\.5 \| .*\*\*slower\*\* \|/);
    expect(report).toContain('**2 slower; 0 faster;');
  });

  test('a machine that became slower as a whole is no difference in ratios', () => {
    const names = measured.models[0]!.contenders.map(({ name }) => name);
    const slower = names.reduce((results: Results, name) => scaled(results, name, 1.5), measured);
    const verdicts = (now: Results, relative: boolean) =>
      compareResults(now, measured, { relative })
        .comparisons.filter(({ contender }) => !contender.includes(','))
        .map(({ contender, verdict }) => `${contender} ${verdict}`);
    expect(new Set(verdicts(slower, false).map((each) => each.split(' ')[1]))).toEqual(new Set(['slower']));
    expect(verdicts(slower, true)).not.toContain('ort-wasm slower');
    expect(verdicts(slower, true).every((each) => each.endsWith('no difference'))).toBe(true);
    expect(verdicts(scaled(slower, 'tfjs-wasm', 1.5), true)).toContain('tfjs-wasm slower');
  });

  test('ratios to Roentgan itself, or to another version of a peer, are refused', () => {
    const settings = { ...measured.settings, baseline: 'roentgan-cpu' } as const;
    const own = { ...measured, settings };
    expect(() => compareResults(own, own, { relative: true })).toThrow('expected the same version of a peer');
    const other = { ...measured, versions: { ...measured.versions, ort: '1.29.0' } };
    expect(() => compareResults(measured, other, { relative: true })).toThrow(
      '"ort-wasm-1 1.30.0" and "ort-wasm-1 1.29.0"',
    );
  });

  test('what only one file has is said', () => {
    const [first, second] = measured.models;
    const { unmatched } = compareResults(measured, {
      ...measured,
      models: [{ ...first!, contenders: first!.contenders.slice(1) }],
    });
    expect(unmatched).toEqual([
      'dcgan64: roentgan-cpu is not in the baseline',
      'knee is not in the baseline',
    ]);
    expect(second!.name).toBe('knee');
  });

  test.each<[string, (results: Results) => Results]>([
    ['runtime is "chromium", in the baseline "node"', (results) => ({ ...results, runtime: 'node' })],
    [
      'processor is "2 cores of AMD EPYC", in the baseline "2 cores of Abacus"',
      (results) => ({ ...results, machine: { ...results.machine, processor: 'Abacus' } }),
    ],
    [
      'in the baseline "Beads"',
      (results) => ({ ...results, adapter: { ...results.adapter, webgpu: 'Beads' } }),
    ],
    [
      'pause between images is "50 ms", in the baseline "0 ms"',
      (results) => ({ ...results, settings: { ...results.settings, pause: 0 } }),
    ],
    [
      'in the baseline 7, expected the same model',
      (results) => ({ ...results, models: results.models.map((model) => ({ ...model, parameters: 7 })) }),
    ],
    ['no contender on a model is in both files', (results) => ({ ...results, models: [] })],
  ])('other files are refused: %s', (message, change) => {
    const compare = () => compareResults(measured, change(measured));
    expect(compare).toThrow(IncomparableError);
    expect(compare).toThrow(message);
  });
});

describe('reading', () => {
  test.each([
    ['{', 'a.json: is no JSON'],
    ['[]', 'a.json: the file is missing or no object'],
    ['{"format": 9}', 'a.json: format is 9, expected 3 or 4'],
    ['{"format": 4}', 'a.json: settings is missing'],
    [
      JSON.stringify({
        ...measured,
        models: [{ name: 'x', parameters: 1, contenders: [{ name: 'r', backend: 'b' }] }],
      }),
      'a.json: x: r: image is missing',
    ],
  ])('%s is refused', (text, message) => {
    expect(() => readResults(text, 'a.json')).toThrow(message);
  });

  test('the format before is Chromium', () => {
    expect(measured).toMatchObject({ format: 4, runtime: 'chromium', failures: [] });
  });
});
