import { readdirSync, readFileSync } from 'node:fs';
import { readModel, writeModel } from '@roentgan/gan-runtime/model-file';
import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { firstGenerator, fixture, skipWithout } from '../../test/fixtures.ts';
import { interpret, largestDifference } from '../../test/interpret.ts';
import { type NpyArray, readNpz } from '../../test/npz.ts';
import { readOnnx } from './readOnnx.ts';

const models = new URL('../../test/models/', import.meta.url);
const names = readdirSync(models)
  .filter((file) => file.endsWith('.onnx'))
  .map((file) => file.replace('.onnx', ''));

function casesOf(npz: URL) {
  const arrays = readNpz(readFileSync(npz));
  const pick = (prefix: string) =>
    Object.fromEntries(
      Object.entries(arrays)
        .filter(([name]) => name.startsWith(prefix))
        .map(([name, array]) => [name.slice(prefix.length), array]),
    );
  return { inputs: pick('in.'), outputs: pick('out.') };
}

function convert(file: URL) {
  const name = file.pathname.split('/').at(-1)!;
  // Written and read again: the model file's own checks must accept what the converter makes.
  return readModel(writeModel(readOnnx(readFileSync(file), name)), name);
}

/** Integer labels are `[N]` in ONNX and `[N, 1]` in the model file. */
function shaped(
  model: ReturnType<typeof convert>,
  inputs: Record<string, NpyArray>,
): Record<string, NpyArray> {
  return Object.fromEntries(
    model.graph.inputs.map(({ name, shape }) => {
      const { data } = inputs[name]!;
      const perImage = (shape.slice(1) as number[]).reduce((product, size) => product * size, 1);
      return [name, { data, shape: [data.length / perImage, ...(shape.slice(1) as number[])] }];
    }),
  );
}

describe('readOnnx', () => {
  // PyTorch writes half-pixel bilinear as Upsample at opset 9, which reads other pixels (it warns): ONNX decides.
  it.each(names.filter((name) => name !== 'oddments-9'))('%s gives what PyTorch gave', (name) => {
    const model = convert(new URL(`${name}.onnx`, models));
    const { inputs, outputs } = casesOf(new URL(`${name}.npz`, models));
    const results = interpret(model, shaped(model, inputs));
    expect(Object.keys(results)).toEqual(Object.keys(outputs));
    for (const [output, expected] of Object.entries(outputs)) {
      expect(results[output]!.shape).toEqual(expected.shape);
      expect(largestDifference(results[output]!.data, expected.data)).toBeLessThan(1e-4);
    }
  });

  it.each(names)('%s gives what onnxruntime gives', async (name) => {
    const model = convert(new URL(`${name}.onnx`, models));
    const { inputs } = casesOf(new URL(`${name}.npz`, models));
    await compareWithOnnxRuntime(
      new URL(`${name}.onnx`, models),
      model,
      inputs,
      name.endsWith('fixed') ? 1 : undefined,
    );
  });

  const omori = fixture('omori_aim25_e13999.onnx');
  skipWithout(omori)('omori equals onnxruntime', async () => {
    const model = convert(omori);
    expect(model.graph.inputs).toMatchObject([
      { name: 'random_input', shape: ['N', 16, 1, 1], kind: 'latent' },
    ]);
    expect(model.graph.outputs).toMatchObject([{ name: 'image_output', channels: 'rgb', range: [-1, 1] }]);
    const data = Float32Array.from({ length: 16 }, (_, index) => Math.sin(3 * index + 1) * 1.5);
    await compareWithOnnxRuntime(omori, model, { random_input: { shape: [1, 16, 1, 1], data } });
  });

  const knee = firstGenerator('knee64.onnx');
  skipWithout(knee)('knee64 gives what its check file says', () => {
    const model = convert(knee);
    const arrays = readNpz(readFileSync(firstGenerator('knee64-check.npz')));
    const result = interpret(model, { z: arrays.z!, grade: arrays.grade! });
    expect(largestDifference(result.image!.data, arrays.image!.data)).toBeLessThan(1e-4);
    expect(model.graph.inputs[1]).toMatchObject({
      kind: 'label',
      names: ['KL 0', 'KL 1', 'KL 2', 'KL 3', 'KL 4'],
    });
  });
});

async function compareWithOnnxRuntime(
  file: URL,
  model: ReturnType<typeof convert>,
  inputs: Record<string, NpyArray>,
  images?: number,
) {
  const session = await InferenceSession.create(new Uint8Array(readFileSync(file)), { logSeverityLevel: 3 });
  const given = Object.fromEntries(
    Object.entries(inputs).map(([name, { shape, data }]) => {
      const batch = images ?? shape[0]!;
      const part = data.slice(0, (data.length / shape[0]!) * batch);
      return [name, { shape: [batch, ...shape.slice(1)], data: part }];
    }),
  );
  const feeds = Object.fromEntries(
    Object.entries(given).map(([name, { shape, data }]) => {
      const isIndex = model.graph.inputs.some(
        (input) => input.name === name && input.kind === 'label' && input.encoding === 'value',
      );
      return [
        name,
        isIndex
          ? new OrtTensor('int64', BigInt64Array.from(data, BigInt), shape)
          : new OrtTensor('float32', data, shape),
      ];
    }),
  );
  const expected = await session.run(feeds);
  const found = interpret(model, shaped(model, given));
  for (const name of session.outputNames) {
    expect(largestDifference(found[name]!.data, expected[name]!.data as Float32Array)).toBeLessThan(1e-4);
  }
}
