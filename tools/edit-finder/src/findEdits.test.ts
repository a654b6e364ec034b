import { readModel, tensorToFloat32, writeModel } from '@roentgan/gan-runtime/model-file';
import { describe, expect, it } from 'vitest';
import { classSteps, latents, linearModel, open, pixel, pixelWeights } from '../test/linearModel.ts';
import { checkEdits } from './checkEdits.ts';
import { type FindOptions, findEdits } from './findEdits.ts';
import { joinMeasures, measureOf } from './measures.ts';

const measures = joinMeasures([
  pixel(0, 'grade', 'grades'),
  pixel(1, 'space', 'mm'),
  pixel(2, 'exposure'),
  pixel(3, 'rotation', 'degrees'),
]);
const targets = [
  { edit: 'severity', attribute: 'grade', label: 'grade' },
  { edit: 'space', attribute: 'space' },
  { edit: 'exposure', attribute: 'exposure' },
  { edit: 'rotation', attribute: 'rotation' },
];
const few = { samples: 240, starts: 16, seed: 5 };
const find = (options: Partial<FindOptions> = {}) =>
  findEdits({ model: linearModel(), open, measures, targets, ...few, ...options });

/** What a step of each edit's vector does to each pixel. */
function responsesOf({ graph, tensors }: Awaited<ReturnType<typeof find>>['model']): number[][] {
  return graph.edits!.map(({ vector }) => {
    const step = tensorToFloat32(tensors.get(vector!)!);
    return pixelWeights.map((row) => row.reduce((sum, weight, at) => sum + weight * step[at]!, 0));
  });
}

describe('of a model that is linear', () => {
  it('each edit moves its own attribute by one unit and leaves the others', async () => {
    const { model, verdicts } = await find();
    const [severity, ...rest] = responsesOf(model);
    rest.forEach((row, at) => {
      for (const [other, value] of row.entries()) expect(value).toBeCloseTo(other === at + 1 ? 1 : 0, 4);
    });
    // A class adds half as much to the second pixel as to the first: the latent takes that back and keeps the first.
    expect(severity!.map((value) => Number(value.toFixed(3)) + 0)).toEqual([0, -0.5, 0, 0]);
    const { label, range } = model.graph.edits![0]!;
    expect(range).toEqual([-3, 3]);
    const { positions } = label!;
    for (const [index, step] of classSteps.entries()) {
      const [value] = positions!.find(([, position]) => position === index)!;
      expect(value - positions![0]![0]).toBeCloseTo(step, 3);
    }
    for (const { passes, monotone, slope } of verdicts) {
      expect(passes).toEqual({ monotone: true, slope: true, drift: true });
      expect([monotone, Number(slope.toFixed(3))]).toEqual([1, 1]);
    }
  });

  it('learned directions are stated and judged as they are, or corrected where that is asked for', async () => {
    // The sixth latent moves the fourth pixel by 0.6 and nothing else; the third moves the third by 0.8 and the second by 0.1.
    const learned = [
      { edit: 'severity', vector: Float32Array.of(0, -0.5, 0.25, 0, 0, 0) },
      { edit: 'exposure', vector: Float32Array.of(0, 0, 1 / 0.8, 0, 0, 0) },
      { edit: 'rotation', vector: Float32Array.of(0, 0, 0, 0, 0, 2 / 0.6) },
    ];
    const some = targets.filter(({ edit }) => learned.some((each) => each.edit === edit));
    const { model, verdicts } = await find({ learned, targets: some });
    const [severity, exposure, rotation] = responsesOf(model);
    expect(severity!.map((value) => Number(value.toFixed(3)) + 0)).toEqual([-0.1, -0.475, 0, 0]);
    expect(exposure![1]).toBeCloseTo(0.125, 5);
    expect(rotation![3]).toBeCloseTo(2, 5);
    // It moves twice as far as it says: a table makes up for that.
    expect(model.graph.edits![2]!.calibration).toBeDefined();
    expect(verdicts[2]!.slope).toBeCloseTo(1, 2);
    const corrected = await find({ learned, targets: some, rounds: 1 });
    for (const row of responsesOf(corrected.model).slice(1)) expect(row[1]).toBeCloseTo(0, 3);
  });

  it("learned directions leave a label's attribute as they move it", async () => {
    const learned = [
      { edit: 'severity', vector: new Float32Array(6) },
      { edit: 'exposure', vector: Float32Array.of(0.4, 0, 1 / 0.8, 0, 0, 0) },
    ];
    const some = targets.filter(({ edit }) => learned.some((each) => each.edit === edit));
    const rows = async (rounds: number) =>
      responsesOf((await find({ learned, targets: some, rounds })).model);
    const [[, before], [, after]] = await Promise.all([rows(0), rows(1)]);
    expect(Math.abs(before![0]!)).toBeGreaterThan(0.05);
    expect(after![0]).toBeCloseTo(before![0]!, 2);
    expect(after![1]).toBeCloseTo(0, 3);
  });

  it('a learned direction that is no target or does not fit the latent is refused by name', async () => {
    const age = [{ edit: 'age', vector: new Float32Array(6) }];
    await expect(find({ learned: age })).rejects.toThrow('learned direction "age" is no edit to be found');
    const short = [{ edit: 'space', vector: new Float32Array(5) }];
    await expect(find({ learned: short })).rejects.toThrow('"space" has 5 values, expected 6');
  });

  it('what is found is a valid model file with the directions it had, and truncation as it was', async () => {
    const { model } = await find();
    const read = readModel(writeModel(model));
    expect(read.graph).toEqual(model.graph);
    expect(read.graph.directions).toEqual(linearModel().graph.directions);
    expect(read.graph.truncation).toEqual(linearModel().graph.truncation);
    expect(read.graph.edits!.map(({ name, tensor, unit }) => [name, tensor, unit])).toEqual([
      ['severity', 'z', 'grades'],
      ['space', 'z', 'mm'],
      ['exposure', 'z', 'grey'],
      ['rotation', 'z', 'degrees'],
    ]);
  });

  it('a seed gives the same file, and edits that were there are replaced', async () => {
    const { model } = await find();
    const again = await find({ model });
    expect(writeModel(again.model)).toEqual(writeModel(model));
    expect([...again.model.tensors.keys()].filter((name) => name.startsWith('edits'))).toHaveLength(4);
  });

  it('images that cannot be measured are left out', async () => {
    const bright = measureOf({ name: 'grade', unit: 'grades' }, ({ values }) =>
      values[2]! > 1 ? undefined : values[0],
    );
    const partly = joinMeasures([bright, pixel(1, 'space'), pixel(2, 'exposure'), pixel(3, 'rotation')]);
    const { fit, model } = await find({ measures: partly, samples: 400, starts: 40 });
    expect(fit.measured + fit.unmeasured).toBe(400);
    expect(fit.unmeasured).toBeGreaterThan(20);
    for (const [at, value] of responsesOf(model)[3]!.entries())
      expect(value).toBeCloseTo(at === 3 ? 1 : 0, 2);
  });
});

it('a bent answer is calibrated, so that what was asked is what changes in the mean', async () => {
  const only = [{ edit: 'exposure', attribute: 'exposure' }];
  const model = linearModel({ bent: true });
  const squashed = joinMeasures([pixel(1, 'space'), pixel(2, 'exposure')]);
  const found = await findEdits({ model, open, measures: squashed, targets: only, ...few, starts: 64 });
  const [edit] = found.model.graph.edits!;
  expect(edit!.calibration).toBeDefined();
  await using generator = await open(found.model);
  const { verdicts } = await checkEdits({ generator, measures: squashed, targets: only, seeds: 100 });
  expect(verdicts[0]!.slope).toBeGreaterThan(0.85);
  expect(verdicts[0]!.slope).toBeLessThan(1.15);
  expect(verdicts[0]!.monotone).toBe(1);
});

it('tells of its progress, and stops where it is asked to', async () => {
  const stages = new Map<string, number[]>();
  await find({
    onProgress: ({ stage, images, total }) => stages.set(stage, [images, total]),
  });
  expect([...stages.keys()]).toEqual([
    'sampling',
    'correcting, round 1',
    'correcting, round 2',
    'calibrating severity',
    'correcting severity, round 1',
    'correcting severity, round 2',
    'calibrating space',
    'calibrating exposure',
    'calibrating rotation',
  ]);
  for (const [images, total] of stages.values()) expect(images).toBeLessThanOrEqual(total!);
  const stopping = new AbortController();
  const stopped = find({ signal: stopping.signal, onProgress: () => stopping.abort(new Error('stopped')) });
  await expect(stopped).rejects.toThrow('stopped');
});

describe('refuses', () => {
  const onlyNoise = () => {
    const model = linearModel();
    const inputs = model.graph.inputs.filter(({ name }) => name !== 'z');
    return { ...model, graph: { ...model.graph, inputs } };
  };
  const never = measureOf({ name: 'grade', unit: 'grades' }, () => undefined);
  const always = measureOf({ name: 'grade', unit: 'grades' }, () => 4);
  const broken = measureOf({ name: 'grade', unit: 'grades' }, () => Number.NaN);
  const space = [{ edit: 'space', attribute: 'space' }];
  const twins = joinMeasures([pixel(1, 'space'), pixel(1, 'gap'), pixel(2, 'exposure')]);
  it.each<[string, Partial<FindOptions>, string]>([
    [
      'a model without a latent',
      { model: onlyNoise() },
      'the model has no latent to edit: it takes the latent "noise" [N,1,2,2], the label "grade" [N,4]',
    ],
    ['a latent that is none', { latent: 'grade' }, '"grade" is no normal latent of the model'],
    [
      'an attribute that is not measured',
      { targets: [{ edit: 'e', attribute: 'age' }] },
      'edit "e": attribute "age" is not measured, expected one of "grade", "space"',
    ],
    [
      'a label that is none',
      { targets: [{ edit: 'e', attribute: 'grade', label: 'z' }] },
      'label "z" is no one-hot label of the model',
    ],
    [
      'an attribute that falls with the classes',
      {
        measures: joinMeasures([
          measureOf({ name: 'grade', unit: '' }, ({ values }) => -values[0]!),
          pixel(1, 'space'),
          pixel(2, 'exposure'),
          pixel(3, 'rotation'),
        ]),
      },
      'label "grade": attribute "grade" is',
    ],
    [
      'images that cannot be measured',
      { measures: joinMeasures([never, pixel(1, 'space')]), targets: space },
      '0 of 240 images could be measured, expected at least',
    ],
    [
      'an attribute that never changes',
      { measures: joinMeasures([always, pixel(1, 'space')]), targets: space },
      'attribute "grade" is 4 in all images, expected one that varies',
    ],
    [
      'a value that is no number',
      { measures: joinMeasures([broken, pixel(1, 'space')]), targets: space },
      'image of seed 5: "grade" is NaN, expected a finite number',
    ],
    [
      'attributes that are one',
      { measures: twins, targets: space },
      'the latent moves "space" and "gap" too little or only together with other attributes',
    ],
    [
      'a mix that does not fit',
      { mix: { label: 'grade', weights: [1, 2] } },
      'mix of "grade" is [1,2], expected 4 numbers of at least 0, not all 0',
    ],
  ])('%s', async (_, options, message) => {
    await expect(find(options)).rejects.toThrow(message);
  });

  it('two attributes of one name', () => {
    expect(() => joinMeasures([pixel(0, 'a'), pixel(1, 'a')])).toThrow('attribute "a" is there twice');
  });
});

it('latents that edits leave alone stay what they were', async () => {
  const { model } = await find();
  expect(model.graph.edits!.every(({ tensor }) => tensor === 'z')).toBe(true);
  expect(tensorToFloat32(model.tensors.get('edits.1')!)).toHaveLength(latents);
});
