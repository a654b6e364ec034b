import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GreyImage } from '@roentgan/measurer';
import { describe, expect, test } from 'vitest';
import { comparable } from '../src/audit/alignedDistance.ts';
import { coverage } from '../src/audit/coverage.ts';
import { fourier } from '../src/audit/fourier.ts';
import { frechetFrom, gaussianOf } from '../src/audit/frechetDistance.ts';
import { gradeScores, inMixOf } from '../src/audit/gradeAgreement.ts';
import { greyHistogram, histogramDistance } from '../src/audit/histogram.ts';
import { blocked, inBlocks, kernelDistance } from '../src/audit/kernelDistance.ts';
import { msSsim, scaleCount } from '../src/audit/msSsim.ts';
import { nearestFeatures } from '../src/audit/nearestFeatures.ts';
import { nearestPictures } from '../src/audit/nearestPictures.ts';
import { decibel, ringPower } from '../src/audit/powerSpectrum.ts';
import { type Rows, takeRows } from '../src/audit/rows.ts';
import { detailsOf, emptyPictures, storeSmall } from '../src/audit/smallPictures.ts';
import { scaleOf, standardise } from '../src/audit/standardise.ts';
import { countPairs } from '../src/study/statistics/weightedKappa.ts';

/** Written by audit_vectors.py, with SciPy and the trainer's own report. */
const vectors = JSON.parse(readFileSync(join(import.meta.dirname, 'auditVectors.json'), 'utf8'));

const rowsOf = (list: number[][]): Rows => ({
  count: list.length,
  length: list[0]!.length,
  values: Float32Array.from(list.flat()),
});

/** The pictures of audit_vectors.py. */
function picture(index: number, factor: number, side = 28 * factor): GreyImage {
  const coarse: number[] = vectors.pictures.coarse[index];
  const values = Float32Array.from({ length: side * side }, (_, at) => {
    const [y, x] = [Math.floor(at / side), at % side];
    const grey = coarse[Math.floor(y / factor) * 28 + Math.floor(x / factor)]! + ((x * 7 + y * 13) % 17) - 8;
    return Math.min(255, Math.max(0, grey)) / 255;
  });
  return { width: side, height: side, values };
}

describe('features', () => {
  const [a, b] = [rowsOf(vectors.features.a), rowsOf(vectors.features.b)];
  const [known, asked] = [a, b].map((rows) => standardise(rows, scaleOf(a))) as [Rows, Rows];

  test('standardised over one set, what never changes left out', () => {
    expect(known.length).toBe(5);
    for (const [at, value] of vectors.features.standardised.entries())
      expect(asked.values[at]).toBeCloseTo(value, 5);
  });

  test('Frechet distance is that of SciPy', () => {
    const distance = frechetFrom(gaussianOf(known));
    expect(distance(gaussianOf(asked))).toBeCloseTo(vectors.features.frechet, 4);
    expect(distance(gaussianOf(known))).toBeCloseTo(0, 6);
    expect(() => gaussianOf(takeRows(a, [0]))).toThrow('1 vectors, expected at least 2');
  });

  test("kernel distance and its error are the trainer's report's", () => {
    const [blocksA, blocksB] = vectors.features.blocks.map((list: number[]) => Uint8Array.from(list));
    const found = kernelDistance(inBlocks(known, blocksA), inBlocks(asked, blocksB));
    expect(found.distance).toBeCloseTo(vectors.features.kernel, 4);
    expect(found.standardError).toBeCloseTo(vectors.features.kernel_error, 4);
    // The blocks do not change the distance.
    expect(kernelDistance(blocked(known, 3), blocked(asked, 3)).distance).toBeCloseTo(found.distance, 9);
  });

  test('too few for blocks: a distance without an error', () => {
    const few = blocked(takeRows(known, [0, 1, 2, 3]), 0);
    expect(kernelDistance(few, blocked(asked, 0))).toMatchObject({ standardError: null, blocks: 0 });
  });

  test("precision, recall and nearest neighbours are the trainer's report's", async () => {
    const equal = takeRows(
      known,
      Array.from({ length: 55 }, (_, at) => at),
    );
    expect(coverage(equal, asked)).toBeCloseTo(vectors.features.precision, 9);
    expect(coverage(asked, equal)).toBeCloseTo(vectors.features.recall, 9);
    expect(() => coverage(takeRows(known, [0, 1, 2]), asked)).toThrow('3 vectors, expected more than 3');
    const nearest = await nearestFeatures(asked, known);
    expect([...nearest.indices]).toEqual(vectors.features.nearest_index);
    for (const [at, distance] of vectors.features.nearest.entries())
      expect(nearest.distances[at]).toBeCloseTo(distance, 4);
  });

  test('a vector that may not be compared has no nearest', async () => {
    const nearest = await nearestFeatures(asked, known, { allowed: (one) => one > 0 });
    expect(nearest.indices[0]).toBe(-1);
    expect(nearest.distances[0]).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('pictures', () => {
  test('MS-SSIM is that of SciPy, at five scales and at three', () => {
    for (const [at, [one, other]] of vectors.pictures.pairs.entries()) {
      expect(msSsim(picture(one, 8), picture(other, 8))).toBeCloseTo(vectors.pictures.ms_ssim[at], 6);
      expect(msSsim(picture(one, 2), picture(other, 2))).toBeCloseTo(vectors.pictures.ms_ssim_small[at], 6);
    }
    expect([11, 21, 22, 56, 175, 176, 512].map(scaleCount)).toEqual([1, 1, 2, 3, 4, 5, 5]);
    expect(() => scaleCount(10)).toThrow('pictures of 10 pixels, expected at least 11');
    expect(() => msSsim(picture(0, 2), picture(0, 8))).toThrow('expected one size');
  });

  test('histogram and Wasserstein-1 distance are those of NumPy and SciPy', () => {
    const histograms = [0, 3].map((index) => greyHistogram(picture(index, 8))) as [
      Float64Array,
      Float64Array,
    ];
    for (const [bin, share] of vectors.pictures.histogram.entries())
      expect(histograms[0][bin]).toBeCloseTo(share, 9);
    expect(histogramDistance(...histograms)).toBeCloseTo(vectors.pictures.w1, 9);
  });

  test('Fourier transforms of any length are those of SciPy', () => {
    for (const { values, result } of vectors.transforms) {
      const found = Float64Array.from(values);
      fourier(found.length / 2)(found);
      for (const [at, value] of result.entries()) expect(found[at]).toBeCloseTo(value, 9);
    }
  });

  test("the spectrum is the trainer's report's, of even sides that are no power of two", () => {
    const large = decibel(ringPower(224).of(picture(0, 8)));
    const small = decibel(ringPower(50).of(picture(0, 2, 50)));
    for (const [found, expected] of [
      [large, vectors.pictures.spectrum],
      [small, vectors.pictures.spectrum_small],
    ]) {
      expect(found).toHaveLength(expected.length);
      // The picture's values are f32.
      for (const [ring, value] of expected.entries())
        expect(Math.abs(found[ring] - value)).toBeLessThan(1e-3);
    }
    expect(() => ringPower(50).of(picture(0, 2))).toThrow('picture is 56x56, expected 50x50');
  });

  test("aligned distances are the trainer's report's, in pixels and in detail", async () => {
    const pictures = emptyPictures(6);
    for (let index = 0; index < 6; index++) storeSmall(pictures, index, picture(index, 8));
    const others = Int32Array.from({ length: 36 }, (_, at) => (at % 6 === Math.floor(at / 6) ? -1 : at % 6));
    for (const [name, set] of Object.entries({
      pixels: comparable(pictures),
      detail: comparable(detailsOf(pictures)),
    })) {
      const expected = vectors.pictures.nearest[name];
      const found = await nearestPictures(set, set, { indices: others, most: 6 });
      expect([...found.indices]).toEqual(expected.indices);
      // Pictures are stored in steps of 1/16384.
      for (const [at, distance] of expected.distances.entries())
        expect(Math.abs(found.distances[at]! - distance)).toBeLessThan(2e-3);
    }
  });
});

describe('grades', () => {
  const { asked, found, confusion, exact, kappa, recall } = vectors.grades;

  test("exact agreement, quadratic kappa and recall are the trainer's report's", () => {
    const pairs = asked.map((grade: number, at: number) => [grade, found[at]] as const);
    expect(countPairs(pairs, 5)).toEqual(confusion);
    const scores = gradeScores(confusion);
    expect(scores.exact).toBeCloseTo(exact, 9);
    expect(scores.kappa).toBeCloseTo(kappa, 9);
    expect(scores.recall).toEqual(recall.map((share: number) => expect.closeTo(share, 9)));
  });

  test('in the mix of another set only the rows are weighted', () => {
    const real = [
      [8, 2],
      [5, 5],
    ];
    const mixed = inMixOf(real, [
      [10, 0],
      [0, 90],
    ]);
    expect(gradeScores(mixed).exact).toBeCloseTo(0.1 * 0.8 + 0.9 * 0.5, 9);
    expect(gradeScores(mixed).recall).toEqual(gradeScores(real).recall);
  });

  test('all of one grade: no kappa; a grade without images: no recall', () => {
    expect(
      gradeScores([
        [4, 0],
        [0, 0],
      ]),
    ).toEqual({ exact: 1, kappa: null, recall: [1, null] });
  });
});
