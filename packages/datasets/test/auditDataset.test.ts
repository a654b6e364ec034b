import { loadGenerator, normalLatent } from '@roentgan/gan-runtime';
import { type Model, tensorFromFloat32, writeModel } from '@roentgan/gan-runtime/model-file';
import type { GreyImage } from '@roentgan/measurer';
import { beforeAll, describe, expect, test } from 'vitest';
import { classifierModel } from '../../measurer/test/classifierModel.ts';
import { type AuditOptions, auditDataset } from '../src/audit/auditDataset.ts';
import { auditSide } from '../src/audit/auditSide.ts';
import { type AuditSource, halves } from '../src/audit/auditSource.ts';
import { disguise } from '../src/audit/disguise.ts';
import { drawEqual, mixedCounts } from '../src/audit/drawInMix.ts';
import { PictureNetwork } from '../src/audit/pictureNetwork.ts';
import { readReference } from '../src/audit/reference.ts';
import { seededOrder } from '../src/audit/seededOrder.ts';
import { withFeatures } from '../src/audit/withFeatures.ts';

const SIDE = 64;
const CLASSES = ['low', 'high'];

/** Smooth random shapes, brighter for grade 1. */
function shape(seed: number, grade: number): GreyImage {
  const waves = normalLatent(seed, 0, 96);
  const values = Float32Array.from({ length: SIDE * SIDE }, (_, at) => {
    const [y, x] = [Math.floor(at / SIDE) / SIDE, (at % SIDE) / SIDE];
    let sum = 0;
    for (let wave = 0; wave < 24; wave++) {
      const [fx, fy, phase, height] = waves.subarray(wave * 4, wave * 4 + 4) as unknown as number[];
      sum += height! * Math.sin(2 * Math.PI * (3 * fx! * x + 3 * fy! * y) + 3 * phase!);
    }
    return Math.min(1, Math.max(0, (grade === 1 ? 0.6 : 0.4) + sum / 28));
  });
  return { width: SIDE, height: SIDE, values };
}

interface Made {
  readonly name: string;
  readonly grade?: number;
  readonly subject?: string;
  readonly image: GreyImage | Error;
}

function sourceOf(images: readonly Made[]): AuditSource {
  return {
    entries: images.map(({ name, grade, subject = name }) => ({ name, grade, subject })),
    async load(index) {
      const { image } = images[index]!;
      if (image instanceof Error) throw image;
      return image;
    },
  };
}

const many = (prefix: string, count: number, first: number, at = 0): Made[] =>
  Array.from({ length: count }, (_, index) => ({
    name: `${prefix}${index + at}.png`,
    grade: index % 2,
    image: shape(first + index, index % 2),
  }));

/** A class for each half of the brightness: class 1 where the mean is above the middle. */
function brightness(): Model {
  const model = classifierModel({ input: [1, 8, 8], range: [0, 1], classes: 2 });
  const weight = Float32Array.from({ length: 128 }, (_, at) => (at < 64 ? 0 : 1));
  return {
    ...model,
    tensors: new Map([
      ['weight', tensorFromFloat32(weight, [2, 64])],
      ['bias', tensorFromFloat32(Float32Array.of(32, 0), [2])],
    ]),
  };
}

let network: PictureNetwork;
const { model, output, node } = withFeatures(brightness(), undefined, 'brightness');

beforeAll(async () => {
  const file = new Blob([Uint8Array.from(writeModel(model))]);
  const generator = await loadGenerator(file, { backend: 'cpu', threads: 1 });
  network = new PictureNetwork(generator, { features: output, grades: true }, 'brightness');
  return () => network.dispose();
});

function audit(dataset: readonly Made[], options: Partial<AuditOptions> = {}) {
  return auditDataset({
    dataset: sourceOf(dataset),
    network,
    side: SIDE,
    copies: 20,
    pairs: 40,
    seed: 1,
    software: 'test',
    extractor: { model: 'brightness', sha256: '0', node },
    classes: { model: 'brightness', sha256: '0', classes: CLASSES },
    ...options,
  });
}

const verdictOf = (report: Awaited<ReturnType<typeof audit>>['report'], name: string) =>
  report.verdicts.find((verdict) => verdict.name === name)!;

describe('repeats and leaks', () => {
  const real = many('patient', 110, 10_000).map((made, at) => ({ ...made, subject: `p${at >> 1}` }));
  const fresh = many('made', 60, 20_000);

  test('a fresh dataset keeps to the limits; real images are neither named nor needed to be', async () => {
    const { report, leakagePairs } = await audit(fresh, { real: sourceOf(real) });
    for (const name of ['unreadable', 'identical', 'nearDuplicates', 'nearCopies', 'kappa'])
      expect(verdictOf(report, name), name).toMatchObject({ holds: true });
    expect(JSON.stringify(report)).not.toContain('patient');
    expect(leakagePairs).toHaveLength(9);
    expect(report.real).toMatchObject({ images: 110, subjects: 55, heldOut: 'halves' });
    expect(report.leakage!.comparedWith).toBe(110);
    expect(report.leakage!.prefilter).toMatchObject({ pixels: { same: 1, excess: 0 } });
    for (const measure of ['pixels', 'detail'] as const)
      expect(report.leakage!.byMeasure[measure].copiesNamed).toBeGreaterThan(0.9);
    // Of real images 1 % lie below the threshold by its definition.
    expect(report.leakage!.byMeasure.pixels.share).toBeLessThan(0.06);
  });

  test('disguised copies of real images are found and traced', async () => {
    const copies = [7, 30, 61].map((index, at) => ({
      name: `leak${at}.png`,
      grade: index % 2,
      image: disguise(real[index]!.image as GreyImage, at),
    }));
    const { report } = await audit([...fresh, ...copies], { real: sourceOf(real), showReal: true });
    expect(report.leakage!.nearCopies.count).toBeGreaterThan(0);
    expect(verdictOf(report, 'nearCopies').holds).toBe(false);
    const closest = report.leakage!.closest.filter(({ measure }) => measure === 'detail');
    expect(closest.map(({ image, other }) => `${image} ${other}`).sort()).toEqual([
      'leak0.png patient7.png',
      'leak1.png patient30.png',
      'leak2.png patient61.png',
    ]);
  });

  test('held-out images set the threshold where there are some', async () => {
    const heldOut = sourceOf(many('other', 40, 30_000));
    const { report } = await audit(fresh, { real: sourceOf(real), heldOut });
    expect(report.real!.heldOut).toMatchObject({ images: 40 });
    expect(report.distance).toMatchObject({ count: 40, reference: 110, inMix: true });
  });

  test('the same pixels and a disguised copy inside the dataset', async () => {
    const twice = [
      ...fresh,
      { ...fresh[3]!, name: 'again.png' },
      { ...fresh[4]!, name: 'nearly.png', image: disguise(fresh[4]!.image as GreyImage, 9) },
    ];
    const { report } = await audit(twice);
    expect(report.inside.identical).toEqual({ count: 1, groups: [['made3.png', 'again.png']] });
    expect(verdictOf(report, 'identical').holds).toBe(false);
    expect(report.inside.nearDuplicates.count).toBeGreaterThanOrEqual(2);
    expect(report.inside.closest[0]).toMatchObject({ image: 'made3.png', other: 'again.png', distance: 0 });
    expect(report.leakage).toBeUndefined();
    expect(report.distance).toBeUndefined();
  });

  test('a dataset of few pictures again and again is less diverse than real ones', async () => {
    const few = Array.from({ length: 104 }, (_, at) => ({
      ...fresh[at % 4]!,
      name: `few${at}.png`,
      image: disguise(fresh[at % 4]!.image as GreyImage, 500 + at),
    }));
    const { report } = await audit(few, { real: sourceOf(real) });
    expect(verdictOf(report, 'msSsim').holds).toBe(false);
    expect(verdictOf(report, 'twins.pixels').holds).toBe(false);
    expect(verdictOf(report, 'recall').holds).toBe(false);
  });

  test('the same seed gives the same report, byte for byte', async () => {
    const text = async () =>
      JSON.stringify((await audit(fresh.slice(0, 24), { real: sourceOf(real.slice(0, 40)) })).report);
    expect(await text()).toBe(await text());
  });
});

describe('what is stated', () => {
  const made = many('made', 24, 40_000);

  test('wrong grades lower the agreement', async () => {
    const wrong = made.map((one, at) => ({ ...one, grade: at % 4 === 0 ? 1 - one.grade! : one.grade! }));
    const { report } = await audit(wrong);
    expect(report.grades!.dataset.confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(24);
    expect(report.grades!.dataset.exact).toBeLessThan(0.85);
    expect((await audit(made)).report.grades!.dataset.exact).toBeGreaterThan(0.9);
  });

  test('no grades: nothing is said of them, and pairs are of any', async () => {
    const { report } = await audit(made.map(({ name, image }) => ({ name, image })));
    expect(report.grades).toBeUndefined();
    expect(report.dataset.grades).toEqual({ unknown: 24 });
    expect(report.diversity.withinGrades).toBe(false);
  });

  test('mixed sizes are counted and brought to one', async () => {
    const wide = { width: 96, height: 48, values: new Float32Array(96 * 48).fill(0.25) };
    const { report } = await audit([...made, { name: 'wide.png', grade: 0, image: wide }]);
    expect(report.dataset.sizes).toEqual({ '64x64': 24, '96x48': 1 });
  });

  test('what cannot be read is left out, told and counted', async () => {
    const told: string[] = [];
    const broken = { name: 'broken.png', grade: 0, image: new Error('broken.png: is cut short') };
    const { report } = await audit([broken, ...made], {
      onUnreadable: (name, reason) => void told.push(`${name} | ${reason}`),
    });
    expect(told).toEqual(['broken.png | broken.png: is cut short']);
    expect(report.dataset).toMatchObject({ images: 24, unreadable: 1 });
    expect(verdictOf(report, 'unreadable').holds).toBe(false);
  });

  test('nothing readable is an error that names the first', async () => {
    const broken = [{ name: 'a.png', image: new Error('a.png: is cut short') }];
    await expect(audit(made, { real: sourceOf(broken.concat(broken)) })).rejects.toThrow(
      /^reading real images, first half: 0 of 2 images can be read, expected at least 2; a\.png: is cut short$/,
    );
    await expect(auditSide(sourceOf(broken))).rejects.toThrow('no image to begin with: a.png: is cut short');
  });

  test('a signal ends it', async () => {
    const controller = new AbortController();
    const onStage = () => controller.abort();
    await expect(audit(made, { signal: controller.signal, onStage })).rejects.toThrow('aborted');
  });

  test('a limit that is changed, and one that is taken away', async () => {
    const { report } = await audit(made, { limits: { kappa: 1.5, identical: null } });
    expect(verdictOf(report, 'kappa')).toMatchObject({ holds: false, limitText: 'at least 1.5' });
    expect(verdictOf(report, 'identical')).toMatchObject({ holds: null, limitText: 'no limit' });
  });
});

test('the reference is used where its size fits, and its grades are mixed as those of the dataset', async () => {
  const made = many('made', 24, 50_000);
  const statistics = (rings: number) =>
    readReference(
      JSON.stringify({
        n_per_grade: { 0: 10, 1: 30 },
        histogram_32: { 0: Array(32).fill(1 / 32), 1: [1, ...Array(31).fill(0)] },
        radial_power_db: { 0: Array(rings).fill(10), 1: Array(rings).fill(10) },
      }),
      'numbers.json',
    );
  const { appearance } = (await audit(made, { statistics: statistics(32) })).report;
  expect(appearance).toMatchObject({ against: 'reference', inMix: true });
  expect(appearance!.histogram.reference[0]).toBeCloseTo(0.5 / 32 + 0.5, 9);
  expect(appearance!.spectrum!.reference[5]).toBeCloseTo(10, 9);
  expect((await audit(made, { statistics: statistics(112) })).report.appearance!.spectrum).toBeNull();
  expect(() => readReference('{"n_per_grade": {"0": 3}}', 'x.json')).toThrow(
    'x.json: has no "histogram_32" by grade, expected the fields of knee-statistics.json',
  );
  expect(() => readReference('[1', 'x.json')).toThrow('x.json: is no JSON object');
});

describe('parts', () => {
  test('features: an output, a node, what the last linear layer takes; anything else is refused', () => {
    const plain = brightness();
    expect(withFeatures(plain, undefined, 'm').node).toBe('flat');
    expect(withFeatures(plain, 'logits', 'm')).toMatchObject({ output: 'logits', model: plain });
    expect(() => withFeatures(plain, 'pool', 'm')).toThrow('m has no "pool", expected --features NODE');
  });

  test('halves keep the images of a subject together and are of one size', () => {
    const entries = Array.from({ length: 50 }, (_, at) => ({
      name: `${at}`,
      grade: undefined,
      subject: `${at >> 1}`,
    }));
    const [one, other] = halves(entries, seededOrder(50, 3));
    expect(Math.abs(one.length - other.length)).toBeLessThanOrEqual(2);
    expect([...one, ...other].sort((a, b) => a - b)).toEqual([...entries.keys()]);
    for (const at of one) expect(other.some((index) => index >> 1 === at >> 1)).toBe(false);
  });

  test('equal samples take the mix of the second set where the first has enough', () => {
    const grades = (...counts: number[]) =>
      counts.flatMap((count, grade) => Array<number>(count).fill(grade));
    const drawn = drawEqual(grades(100, 100), grades(300, 100), 1000, 5);
    expect(drawn).toMatchObject({ inMix: true });
    expect(drawn.one.filter((index) => index < 100)).toHaveLength(100);
    expect(drawn.one).toHaveLength(drawn.other.length);
    expect(new Set(drawn.one).size).toBe(drawn.one.length);
    expect(drawEqual(grades(100, 0), grades(300, 100), 1000, 5)).toMatchObject({ inMix: false });
    expect(drawEqual([undefined, 1], grades(3, 3), 1000, 5).one).toHaveLength(2);
    expect([...mixedCounts(new Map([[0, 1], [1, 1], [2, 1]]), 10).values()]).toEqual([4, 3, 3]); // biome-ignore format: short
  });
});
