import { readFileSync } from 'node:fs';
import { loadGenerator } from '@roentgan/gan-runtime';
import { type Sampler, tensorToFloat32, writeModel } from '@roentgan/gan-runtime/model-file';
import { describe, expect, it } from 'vitest';
import { fixture, skipWithout } from '../../../test/fixtures.ts';
import { interpret, largestDifference } from '../../../test/interpret.ts';
import { readNpz } from '../../../test/npz.ts';
import { type ConvertOptions, convert } from '../../convert.ts';
import { writeOnnx } from '../../onnx/write/writeOnnx.ts';
import { diffusersUnet } from './diffusersUnet.ts';
import { FamilySettings } from './familySettings.ts';
import { openaiUnet } from './openaiUnet.ts';
import { timeCnn } from './timeCnn.ts';

const folder = new URL('../../../test/families/', import.meta.url);

/** A golden checkpoint of test/families, whose numbers families.test.ts compares. */
function convertGolden(name: string, options: ConvertOptions = {}) {
  const stated = new URL(`${name}.convert.json`, folder);
  return convert(readFileSync(new URL(`${name}.pt`, folder)), `${name}.pt`, {
    ...JSON.parse(readFileSync(stated, 'utf8')),
    ...options,
  });
}

describe('a converted checkpoint', () => {
  it('is found by its names and has the sampler that most are trained with', async () => {
    const { model, detected, notes } = await convertGolden('diffusion-diffusers-16');
    expect(detected).toBe('diffusers-unet');
    expect(model.graph.sampler).toEqual({
      kind: 'ddim',
      image: 'sample',
      timestep: { input: 'timestep', scale: 1, offset: 0 },
      output: 'prediction',
      prediction: 'epsilon',
      schedule: { kind: 'linear', trainSteps: 1000, betaStart: 0.0001, betaEnd: 0.02 },
      steps: 50,
      clip: [-1, 1],
    });
    expect(model.graph.truncation).toBeUndefined();
    expect(model.graph.directions ?? []).toEqual([]);
    expect(notes.join('\n')).toContain('taken to be so, because weights do not say it');
  });

  it("has the sampler of diffusers' scheduler, and fields of its own over it", async () => {
    const { model } = await convertGolden('diffusion-diffusers-old-12');
    expect(model.graph.sampler).toMatchObject({
      kind: 'dpmSolver++',
      prediction: 'v',
      schedule: { kind: 'cosine', trainSteps: 1000 },
    });
    expect(model.graph.sampler?.clip).toBeUndefined();
    const sampler = { kind: 'ddpm', steps: 7, clip: [-2, 2] };
    const stated = await convertGolden('diffusion-diffusers-old-12', { sampler });
    expect(stated.model.graph.sampler).toMatchObject({ ...sampler, prediction: 'v' });
  });

  it.each(['diffusion-diffusers-16', 'diffusion-openai-sigma-12x20'])(
    '%s makes images, step by step',
    async (name) => {
      const { model } = await convertGolden(name);
      const generator = await loadGenerator(writeModel(model), { backend: 'cpu', threads: 1 });
      const steps: number[] = [];
      const options = {
        seed: 3,
        steps: 4,
        onPreview: (_: unknown, { step }: { step: number }) => steps.push(step),
      };
      const image = await generator.generate(options);
      expect(steps).toEqual([1, 2, 3, 4]);
      expect([image.channels, image.height, image.width]).toEqual(model.graph.inputs[0]!.shape.slice(1));
      expect(image.values.every((value) => Math.abs(value) <= 1)).toBe(true);
      const other = await generator.generate({ seed: 4, steps: 4 });
      expect(largestDifference(image.values, other.values)).toBeGreaterThan(0.1);
      generator.dispose();
    },
  );

  it('keeps the frequencies of its time where other weights become int8 or f16 that loses nothing of them', async () => {
    const parts = async (dtype: 'f32' | 'f16' | 'int8') => {
      const { model } = await convertGolden('diffusion-diffusers-16', { dtype });
      const tensor = model.tensors.get('time.sinusoid.frequencies')!;
      return { dtype: tensor.dtype, values: [...tensorToFloat32(tensor)] };
    };
    const exact = await parts('f32');
    expect(exact.values.slice(0, 3)).toEqual([1, 0, 0]);
    expect(exact.values.slice(3).reduce((sum, part) => sum + part, 0)).toBeCloseTo(0.01, 7); // f16's steps are 6e-8
    expect(await parts('f16')).toEqual({ dtype: 'F16', values: exact.values });
    expect(await parts('int8')).toEqual(exact);
  });

  it('goes to ONNX and back, where the sampler is stated again', async () => {
    const { model } = await convertGolden('diffusion-diffusers-16');
    const { sampler } = model.graph;
    const back = await convert(writeOnnx(model), 'unet.onnx', { sampler });
    expect(back.model.graph.inputs).toEqual(
      model.graph.inputs.map((input) => expect.objectContaining({ kind: input.kind, shape: input.shape })),
    );
    expect(back.model.graph.truncation).toBeUndefined();
    const images = [];
    for (const each of [model, back.model]) {
      const generator = await loadGenerator(writeModel(each), { backend: 'cpu', threads: 1 });
      images.push(await generator.generate({ seed: 2, steps: 3, labels: { class_labels: 1 } }));
      generator.dispose();
    }
    expect(largestDifference(images[0]!.values, images[1]!.values)).toBeLessThan(1e-3);
  });

  it('refuses a sampler that does not fit, by what is wrong', async () => {
    const refusals: [unknown, string][] = [
      [[], 'the sampler is no JSON object'],
      [{ kind: 'flowEuler' }, 'sampler.kind is "flowEuler", expected "ddpm" or "ddim" or "dpmSolver++"'],
      [{ image: 'class_labels' }, 'is [N,3,16,16], expected [N,3] as sampler.image "class_labels"'],
      [
        { timestep: { input: 'class_labels', scale: 1, offset: 0 } },
        'input "class_labels" is [N,3], expected [N,1]',
      ],
    ];
    for (const [sampler, message] of refusals) {
      const converting = convertGolden('diffusion-diffusers-16', { sampler });
      await expect(converting).rejects.toMatchObject({ name: 'ModelFileError' });
      await expect(converting).rejects.toThrow(message);
    }
  });
});

describe('what is not quite of a family', () => {
  const shapes = async (name: string) => {
    const { readCheckpoint } = await import('../../pytorch/checkpoint.ts');
    const { findStateDicts } = await import('../../pytorch/stateDict.ts');
    const states = findStateDicts(readCheckpoint(readFileSync(new URL(`${name}.pt`, folder)), name), name);
    return new Map([...states[0]!.tensors].map(([tensor, { shape }]) => [tensor, shape]));
  };

  it('is refused by the tensor that belongs to no block', async () => {
    const diffusers = await shapes('diffusion-diffusers-16');
    diffusers.set('down_blocks.1.attentions.0.transformer_blocks.0.norm1.weight', [8]);
    expect(diffusersUnet.describe(diffusers)).toMatch(
      /^"down_blocks\.1\..+transformer_blocks.+belongs to no block/,
    );
    const openai = await shapes('diffusion-openai-16');
    openai.set('input_blocks.9.0.transformer.weight', [8, 8]);
    expect(openaiUnet.describe(openai)).toMatch(/^"input_blocks\.9\..+belongs to no block/);
    const course = await shapes('diffusion-time-cnn-16');
    course.set('gt.head.weight', [1]);
    expect(timeCnn.describe(course)).toBe('"gt.head.weight" belongs to no block with layer norm');
  });

  it('is refused by the setting that does not fit', async () => {
    const diffusers = await shapes('diffusion-diffusers-16');
    const openai = await shapes('diffusion-openai-16');
    const given = { sample: [1, 3, 16, 16] };
    const withSettings = (record: object) =>
      diffusersUnet.describe(diffusers, given, new FamilySettings(record as Record<string, unknown>));
    expect(withSettings({ attention_head_dim: 3 })).toContain(
      'attention_head_dim is 3, which does not divide',
    );
    expect(withSettings({ norm_num_groups: 3 })).toContain('norm_num_groups is 3, which does not divide');
    expect(withSettings({ center_input_sample: true })).toBe('center_input_sample is true, expected false');
    expect(withSettings({ num_heads: 3 })).toBe('setting "num_heads" is unknown');
    expect(() => withSettings({ act_fn: 'relu' })).toThrow('act_fn is "relu", expected silu or swish');
    expect(() => withSettings({ freq_shift: '1' })).toThrow('freq_shift is "1", expected an integer');
    expect(() => withSettings({ scheduler: 3 })).toThrow('scheduler is no object');
    expect(() => withSettings({ scheduler: { thresholding: true } })).toThrow(
      'thresholding is not supported',
    );
    const three = new FamilySettings({ num_heads: 3 });
    expect(openaiUnet.describe(openai, {}, three)).toContain('do not divide into the heads');
    expect(() => diffusersUnet.describe(diffusers, { sample: [1, 3, 15, 16] })).toThrow(
      'input "sample" is given as [1,3,15,16], expected [1,3,height,width], both sizes in multiples of 2',
    );
  });

  it('a family without settings refuses them', async () => {
    const file = readFileSync(new URL('../models/mlp-strided.pt', folder));
    const converting = convert(file, 'mlp.pt', { archJson: { family: 'mlp', depth: 3 } });
    await expect(converting).rejects.toThrow('family "mlp" has no settings, expected only its name');
    const unknown = convert(file, 'mlp.pt', { archJson: { family: 'unet' } });
    await expect(unknown).rejects.toThrow('arch is "unet", expected');
  });
});

skipWithout('vishal_ddpm.pth')(
  "a course's DDPM gives what PyTorch gives, and samples by its own schedule",
  async () => {
    const { model, detected } = await convert(readFileSync(fixture('vishal_ddpm.pth')), 'vishal_ddpm.pth');
    expect(detected).toBe('time-cnn');
    const npz = readNpz(readFileSync(new URL('../models/vishal_ddpm.npz', folder)));
    const { noise } = interpret(model, { x: npz['in.x']!, t: npz['in.t']! });
    expect(largestDifference(noise!.data, npz['out.noise']!.data)).toBeLessThan(1e-4);
    expect(model.graph.sampler).toMatchObject<Partial<Sampler>>({
      kind: 'ddpm',
      variance: 'large',
      timestep: { input: 't', scale: 0.001, offset: 0.001 },
      steps: 1000,
    });
    const generator = await loadGenerator(writeModel(model), { backend: 'cpu', threads: 1 });
    const found = await generator.run({ x: npz['in.x']!, t: npz['in.t']! });
    expect(largestDifference(found.noise!.data, npz['out.noise']!.data)).toBeLessThan(1e-4);
    const image = await generator.generate({ seed: 1, steps: 5 });
    expect(image.values.every(Number.isFinite)).toBe(true);
    generator.dispose();
  },
);
