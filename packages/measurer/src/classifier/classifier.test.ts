import { loadGenerator } from '@roentgan/gan-runtime';
import { expect, test } from 'vitest';
import { classifierModel, defaultWeight, fileOf } from '../../test/classifierModel.ts';
import { type ClassifierOptions, openClassifier } from './classifier.ts';

const backend = 'reference' as const;
const image = { width: 2, height: 2, values: Float32Array.of(0, 0.25, 0.5, 1) };

async function open(model = classifierModel(), options: ClassifierOptions = {}) {
  return openClassifier(fileOf(model), { backend, ...options });
}

/** What the small model gives for input values, in doubles. */
function expected(values: readonly number[], classes = 5): number[] {
  const exponents = Array.from({ length: classes }, (_, k) =>
    Math.exp(
      values.reduce((sum, value, at) => sum + value * defaultWeight(k * values.length + at), 0) + k * 0.5,
    ),
  );
  const total = exponents.reduce((sum, value) => sum + value, 0);
  return exponents.map((value) => value / total);
}

function expectClose(found: readonly number[], wanted: readonly number[]): void {
  expect(found.length).toBe(wanted.length);
  found.forEach((value, at) => {
    expect(value).toBeCloseTo(wanted[at]!, 5);
  });
}

test('logits: softmax, the most likely grade and the mean of the grades', async () => {
  await using classifier = await open();
  const { probabilities, grade, expectedGrade } = await classifier.classify(image);
  const wanted = expected([-1, -0.5, 0, 1]);
  expectClose(probabilities, wanted);
  expect(grade).toBe(wanted.indexOf(Math.max(...wanted)));
  expect(expectedGrade).toBeCloseTo(
    wanted.reduce((sum, p, k) => sum + p * k, 0),
    5,
  );
  expect(classifier.output).toEqual({ name: 'logits', classes: 5, scores: 'logits' });
  expect(classifier.classNames).toEqual(['KL 0', 'KL 1', 'KL 2', 'KL 3', 'KL 4']);
});

test.each([[['softmax']], [['softmax', 'reshape']]])(
  'probabilities of the model (%s) are taken as they are',
  async (behind) => {
    await using classifier = await open(classifierModel({ behind }));
    expect(classifier.output.scores).toBe('probabilities');
    expectClose((await classifier.classify(image)).probabilities, expected([-1, -0.5, 0, 1]));
  },
);

test('logarithms of probabilities, as NLLLoss takes them, are logits', async () => {
  await using classifier = await open(classifierModel({ behind: ['softmax', 'log'] }));
  expect(classifier.output.scores).toBe('logits');
  expectClose((await classifier.classify(image)).probabilities, expected([-1, -0.5, 0, 1]));
});

test('black and white are what the file says', async () => {
  await using classifier = await open(classifierModel({ range: [0, 2] }));
  expectClose((await classifier.classify(image)).probabilities, expected([0, 0.5, 1, 2]));
});

test('an image of another size is scaled, a wide one cut to its middle', async () => {
  await using classifier = await open();
  const wide = {
    width: 8,
    height: 4,
    values: Float32Array.from(
      [0, 0.25, 0.5, 1].flatMap((_, row) => {
        const [left, right] = row < 2 ? [0, 0.25] : [0.5, 1];
        return [9, 9, left!, left!, right!, right!, 9, 9];
      }),
    ),
  };
  expectClose((await classifier.classify(wide)).probabilities, expected([-1, -0.5, 0, 1]));
});

test('grey for an RGB input, RGB for a grey one, in both layouts', async () => {
  const colour = { width: 2, height: 1, channels: 3 as const, values: Float32Array.of(1, 0, 0, 0, 0, 1) };
  const grey = { width: 2, height: 1, values: Float32Array.of(0.2, 0.6) };
  const range = [0, 1] as const;
  await using nchw = await open(classifierModel({ input: [3, 1, 2], range }));
  expectClose((await nchw.classify(colour)).probabilities, expected([1, 0, 0, 0, 0, 1]));
  expectClose((await nchw.classify(grey)).probabilities, expected([0.2, 0.6, 0.2, 0.6, 0.2, 0.6]));
  await using nhwc = await open(classifierModel({ input: [1, 2, 3], range }));
  expect(nhwc.input).toMatchObject({ layout: 'NCHW', channels: 1, width: 3, height: 2 });
  await using keras = await open(classifierModel({ input: [2, 4, 3], range }));
  expect(keras.input).toMatchObject({ layout: 'NHWC', channels: 3, width: 4, height: 2 });
  await using single = await open(classifierModel({ input: [1, 1, 2], range }));
  expectClose((await single.classify(colour)).probabilities, expected([0.299, 0.114]));
});

test('channels last: each pixel with its colours', async () => {
  await using classifier = await open(classifierModel({ input: [2, 2, 3], range: [0, 1] }));
  const values = Array.from({ length: 12 }, (_, at) => at / 11);
  const colour = { width: 2, height: 2, channels: 3 as const, values: Float32Array.from(values) };
  expectClose((await classifier.classify(colour)).probabilities, expected(values));
});

test('normalised as its training was', async () => {
  const normalise = { mean: [0.5, 0.25, 0], deviation: [0.25, 0.5, 2] };
  await using classifier = await open(classifierModel({ input: [3, 1, 1] }), { normalise });
  const colour = { width: 1, height: 1, channels: 3 as const, values: Float32Array.of(1, 0, 0.5) };
  expectClose((await classifier.classify(colour)).probabilities, expected([2, -0.5, 0.25]));
});

test('classes are called what the file says, what the caller says, or by index', async () => {
  const { graph, tensors } = classifierModel({ classes: 2 });
  const names = ['sound', 'worn'];
  const stated = {
    graph: { ...graph, outputs: graph.outputs.map((output) => ({ ...output, names })) },
    tensors,
  };
  await using own = await open(stated);
  expect(own.classNames).toEqual(names);
  await using renamed = await open(stated, { classNames: ['no', 'yes'] });
  expect(renamed.classNames).toEqual(['no', 'yes']);
  await using three = await open(classifierModel({ classes: 3 }));
  expect(three.classNames).toEqual(['0', '1', '2']);
  await using named = await open(classifierModel({ classes: 2 }), { classNames: ['healthy', 'ill'] });
  expect(named.classNames).toEqual(['healthy', 'ill']);
  await expect(open(classifierModel(), { classNames: ['a'] })).rejects.toThrow(
    'classNames has 1 names, expected 5',
  );
});

test('a loaded model can be brought', async () => {
  const generator = await loadGenerator(fileOf(classifierModel()), { backend });
  await using classifier = await openClassifier(generator);
  expectClose((await classifier.classify(image)).probabilities, expected([-1, -0.5, 0, 1]));
});

test('what is not a classifier is refused, and why', async () => {
  const { graph, tensors } = classifierModel();
  const latent = [{ kind: 'latent', name: 'image', shape: ['N', 1, 2, 2], distribution: 'normal' }] as const;
  await expect(open({ graph: { ...graph, inputs: latent }, tensors })).rejects.toThrow(
    new RangeError(
      'model "small classifier" is not a classifier: it takes the latent "image", expected one image',
    ),
  );
  const flat = graph.outputs.map((output) => ({ ...output, name: 'flat', shape: ['N' as const, 4] }));
  const wide = {
    ...graph,
    outputs: [{ ...flat[0]!, name: 'image', tensor: 'image', shape: ['N' as const, 1, 2, 2] }],
  };
  await expect(open({ graph: wide, tensors })).rejects.toThrow(
    'it gives "image" [N,1,2,2], expected [N,classes] with at least 2 classes',
  );
  await expect(open(classifierModel({ behind: ['sigmoid'] }))).rejects.toThrow(
    'output "sigmoid2" comes from a sigmoid, so its classes do not exclude each other',
  );
  await expect(open(classifierModel({ input: [4, 2, 2] }))).rejects.toThrow(
    'its image is [N,4,2,2], expected 1 or 3 channels',
  );
  await expect(open(classifierModel(), { normalise: { mean: [0, 0], deviation: [1] } })).rejects.toThrow(
    'normalise: mean is [0,0] and deviation [1], expected 1 number each',
  );
});

test('of several lists of scores the softmax, or the one that is named', async () => {
  const { graph, tensors } = classifierModel({ behind: ['softmax'] });
  const [softmax] = graph.outputs;
  const both = { graph: { ...graph, outputs: [{ ...softmax!, name: 'logits' }, softmax!] }, tensors };
  await using found = await open(both);
  expect(found.output).toMatchObject({ name: 'softmax2', scores: 'probabilities' });
  await using named = await open(both, { output: 'logits' });
  expect(named.output).toMatchObject({ name: 'logits', scores: 'logits' });
  await expect(open(both, { output: 'grades' })).rejects.toThrow(
    'output "grades" holds no scores, expected "logits", "softmax2"',
  );
  const twice = {
    ...graph,
    outputs: [
      { ...softmax!, name: 'logits' },
      { ...softmax!, name: 'flat', shape: ['N' as const, 4] },
    ],
  };
  await expect(open({ graph: twice, tensors })).rejects.toThrow(
    'gives several lists of scores, expected the name of one: "logits", "flat"',
  );
});

test('values that are no scores are an error, not a grade', async () => {
  await using classifier = await open(classifierModel({ weights: () => 3e38 }));
  const white = { width: 2, height: 2, values: new Float32Array(4).fill(1) };
  await expect(classifier.classify(white)).rejects.toThrow('output "logits" has values that are not finite');
  await expect(classifier.classify({ ...white, width: 3 })).rejects.toThrow(
    'classify: image is 3x2 with 1 channels and 4 values',
  );
});
