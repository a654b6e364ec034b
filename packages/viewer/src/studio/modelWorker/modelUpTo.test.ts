import { loadGenerator } from '@roentgan/gan-runtime';
import { writeModel } from '@roentgan/gan-runtime/model-file';
import { expect, test } from 'vitest';
import { diffusionModel } from '../../../../gan-runtime/test/diffusionModel.ts';
import { ModelBuilder } from '../../../../gan-runtime/test/modelBuilder.ts';
import { styleModel, translationModel } from '../../../test/familyModels.ts';
import { tinyModel } from '../../../test/tinyModel.ts';
import { modelUpTo } from './modelUpTo.ts';

const models = {
  tiny: tinyModel(),
  style: styleModel(),
  translation: translationModel('grey'),
  diffusion: diffusionModel({ steps: 4 }),
};

for (const [name, model] of Object.entries(models)) {
  test(`every node of ${name} can be the output`, async () => {
    for (const node of model.graph.nodes) {
      const cut = modelUpTo(model, node.name);
      const generator = await loadGenerator(writeModel(cut), { backend: 'cpu', threads: 1 });
      const [output] = generator.model.outputs;
      const inputs = cut.graph.inputs.some(({ kind }) => kind === 'image')
        ? { photo: { shape: [1, 1, 8, 8], data: new Float32Array(64).fill(0.5) } }
        : generator.inputsOf({ seed: 3 });
      const { shape, data } = (await generator.run(inputs))[output!.name]!;
      expect(shape).toEqual([1, ...output!.shape.slice(1)]);
      expect(data.every(Number.isFinite)).toBe(true);
      generator.dispose();
    }
  });
}

test('the last node of the cut model gives the picture of the whole, edits and truncation included', async () => {
  const options = { seed: 5, labels: { grade: 2 }, edits: { 'direction 1': 1.5 }, truncation: 0.6 };
  const whole = await loadGenerator(writeModel(tinyModel()), { backend: 'cpu', threads: 1 });
  const image = await whole.generate(options);
  const cut = await loadGenerator(writeModel(modelUpTo(tinyModel(), 'image')), {
    backend: 'cpu',
    threads: 1,
  });
  const { image: values } = await cut.run(cut.inputsOf(options));
  expect([...values!.data]).toEqual([...image.values]);
  for (const generator of [whole, cut]) generator.dispose();
});

test('what no later node needs is left out', () => {
  const { graph, tensors } = modelUpTo(tinyModel(), 'fc.relu');
  expect(graph.nodes.map(({ name }) => name)).toEqual(['joined', 'fc', 'fc.relu']);
  expect([...tensors.keys()]).toEqual(['fc.weight', 'fc.bias', 'direction.1', 'direction.2']);
  expect(() => modelUpTo(tinyModel(), 'none')).toThrow('node "none" is not in this model');
});

test('int8 weights keep their scales', () => {
  const b = new ModelBuilder();
  b.latent('z', [4]);
  const first = b.node('linear', ['z'], {}, { weight: b.quantised([6, 4]) });
  const last = b.node('linear', [first], {}, { weight: b.quantised([2, 6]) });
  const { tensors } = modelUpTo(b.build(last, [2]), first);
  expect([...tensors.keys()]).toEqual(['w0', 'w0.scale']);
});
