import { type Edit, type Model, tensorFromFloat32 } from '@roentgan/gan-runtime/model-file';
import { expect, it } from 'vitest';
import { latents, linearModel, open, pixel } from '../test/linearModel.ts';
import { checkEdits } from './checkEdits.ts';
import { joinMeasures, measureOf } from './measures.ts';

const measures = joinMeasures([pixel(0, 'grade'), pixel(2, 'exposure'), pixel(3, 'rotation')]);

/** The model with one edit along these latents. */
function edited(step: readonly number[], change: Partial<Edit> = {}): Model {
  const { graph, tensors } = linearModel();
  const edit = { name: 'e', tensor: 'z', vector: 'e', unit: 'grey', range: [-2, 2] as const, ...change };
  const vector = tensorFromFloat32(Float32Array.from(step), [latents]);
  return { graph: { ...graph, edits: [edit] }, tensors: new Map(tensors).set('e', vector) };
}

async function check(model: Model, attribute: string, options: object = {}) {
  await using generator = await open(model);
  const targets = [{ edit: 'e', attribute }];
  return await checkEdits({ generator, measures, targets, seeds: 40, ...options });
}

it('an edit that does what it says passes', async () => {
  // The sixth latent moves the fourth pixel by 0.6, and nothing else.
  const { verdicts, seeds, attributes } = await check(edited([0, 0, 0, 0, 0, 1 / 0.6]), 'rotation');
  const [verdict] = verdicts;
  expect(verdict).toMatchObject({ images: 40, lost: 0, monotone: 1, range: [-2, 2] });
  expect(verdict!.slope).toBeCloseTo(1, 4);
  expect(verdict!.passes).toEqual({ monotone: true, slope: true, drift: true });
  for (const drift of verdict!.drifts) expect(drift.mean).toBeCloseTo(0, 5);
  expect(seeds).toEqual({ first: 0, count: 40, unmeasured: 0 });
  expect(attributes.map(({ name }) => name)).toEqual(['grade', 'exposure', 'rotation']);
});

it('a slope of 1.3 and a drift of known size fail', async () => {
  // The fourth latent moves the third pixel by 0.3 and the fourth by 0.2.
  const { verdicts, attributes } = await check(edited([0, 0, 0, 1.3 / 0.2, 0, 0]), 'rotation');
  const [verdict] = verdicts;
  expect(verdict!.slope).toBeCloseTo(1.3, 4);
  const [, exposure, rotation] = attributes;
  const expected = 0.3 / exposure!.deviation / (0.2 / rotation!.deviation);
  const drift = verdict!.drifts.find(({ attribute }) => attribute === 'exposure')!;
  expect(drift.mean).toBeCloseTo(expected, 4);
  expect(drift.typical).toBeCloseTo(expected, 4);
  expect(verdict!.passes).toEqual({ monotone: true, slope: false, drift: false });
});

it('an edit of a label is asked for what each class leaves of its range, and is compared over that', async () => {
  const label = {
    label: {
      tensor: 'grade',
      positions: [
        [0, 0],
        [1, 1],
        [1.5, 2],
        [3, 3],
      ] as const,
    },
  };
  const model = edited([0, 0, 0, 0, 0, 0], { ...label, unit: 'grades', range: [-3, 3] });
  const { verdicts, mix } = await check(model, 'grade');
  expect(mix).toEqual({ label: 'grade', weights: [1, 1, 1, 1] });
  expect(verdicts[0]).toMatchObject({ images: 40, monotone: 1 });
  expect(verdicts[0]!.slope).toBeCloseTo(1, 4);
});

it('an edit after which images cannot be measured is not monotone there', async () => {
  const lost = measureOf({ name: 'seen', unit: '' }, ({ values }) =>
    values[3]! > 3 ? undefined : values[0],
  );
  const partly = joinMeasures([lost, pixel(3, 'rotation')]);
  const model = edited([0, 0, 0, 0, 0, 1 / 0.6], { range: [-3, 3] });
  const { verdicts } = await check(model, 'rotation', { measures: partly });
  const { images, lost: gone, monotone, passes } = verdicts[0]!;
  expect(gone).toBeGreaterThan(5);
  expect(gone).toBeLessThan(images);
  expect(monotone).toBeCloseTo(1 - gone / images, 10);
  expect(passes.monotone).toBe(false);
});

it('an edit that the model has not is refused by name', async () => {
  const model = edited([1, 0, 0, 0, 0, 0], { name: 'age' });
  await expect(check(model, 'grade')).rejects.toThrow('edit "e" is not in the model, expected "age"');
});
