import { describe, expect, it, vi } from 'vitest';
import { provideEverything } from '../../test/allOperations.ts';
import { dcganModel } from '../../test/dcganModel.ts';
import { diffusionModel, withTable } from '../../test/diffusionModel.ts';
import { WorkerWatch } from '../../test/watchWorkers.ts';
import { normalLatent } from '../latent/latent.ts';
import { stepNoise } from '../latent/stepNoise.ts';
import type { Model } from '../modelFile/model.ts';
import { diffusionKinds, flowKinds, type SamplerKind } from '../modelFile/sampler.ts';
import { writeModel } from '../modelFile/writeModel.ts';
import { alphasCumprodOf } from '../sampler/alphasCumprod.ts';
import { sampleDiffusion } from '../sampler/sampleDiffusion.ts';
import type { GeneratedImage } from './generatedImage.ts';
import type { Generator } from './generator.ts';
import { loadGenerator } from './loadGenerator.ts';

provideEverything();

const flow = {
  kind: 'flowEuler',
  schedule: { kind: 'flow', towards: 'image' },
  prediction: 'velocity',
} as const;
const open = (model: Model, backend: 'cpu' | 'reference' = 'cpu') =>
  loadGenerator(writeModel(model), { backend, threads: 1 });
const bits = ({ values }: GeneratedImage) => Buffer.from(values.buffer).toString('hex');

function largestDifference(a: GeneratedImage, b: GeneratedImage): number {
  return Math.max(...a.values.map((value, at) => Math.abs(value - b.values[at]!)));
}

/** The network of one step, through `run`. */
async function runNetwork(generator: Generator, x: Float64Array, time: number, digit: number) {
  const one = Float32Array.from([0, 1, 2], (index) => (index === digit ? 1 : 0));
  const outputs = await generator.run({
    x: { shape: [1, 1, 6, 5], data: Float32Array.from(x) },
    t: { shape: [1, 1], data: Float32Array.of(0.02 * time) },
    digit: { shape: [1, 3], data: one },
  });
  return Float64Array.from(Object.values(outputs)[0]!.data);
}

describe('a model with a sampler', () => {
  const kinds: readonly SamplerKind[] = [...diffusionKinds, ...flowKinds];

  it.each(kinds)('makes one image of a seed with %s, alone or in a batch, on both backends', async (kind) => {
    const model = diffusionModel(kind.startsWith('flow') ? flow : {}, { isGuided: true });
    const [cpu, plain] = [await open(model), await open(model, 'reference')];
    const options = { sampler: kind, labels: { digit: 1 }, steps: 7 };
    const alone = await cpu.generate({ seed: 8, ...options });
    const batch = await cpu.generate({ seeds: [7, 8, 9], ...options });
    expect(bits(batch[1]!)).toBe(bits(alone));
    expect(bits(batch[0]!)).not.toBe(bits(alone));
    const largest = Math.max(...alone.values.map(Math.abs));
    expect(largest).toBeGreaterThan(0.01);
    const difference = largestDifference(await plain.generate({ seed: 8, ...options }), alone);
    // Sums of few terms in f32, enlarged by guidance and by 1 / sqrt(a), as the values themselves are.
    expect(difference / largest).toBeLessThan(1e-5);
    cpu.dispose();
  });

  it('starts from the seed, adds its noise and enlarges what the label does', async () => {
    const generator = await open(diffusionModel({}, { isGuided: true }));
    const { sampler } = generator.model;
    const expected = await sampleDiffusion(
      { ...sampler!, kind: 'ddpm' },
      alphasCumprodOf(sampler!.schedule)!,
      4,
      {
        noise: Float64Array.from(normalLatent(6, 0, 30)),
        async predict(x, time) {
          const [label, none] = [
            await runNetwork(generator, x, time, 1),
            await runNetwork(generator, x, time, 2),
          ];
          return none.map((value, at) => value + 2.5 * (label[at]! - value));
        },
        stepNoise: (step) => Float64Array.from(stepNoise(6, 0, step, 30)),
        afterStep() {},
      },
    );
    const options = { sampler: 'ddpm', steps: 4, guidance: 2.5, labels: { digit: 1 } } as const;
    const image = await generator.generate({ seed: 6, ...options });
    expect([...image.values]).toEqual([...Float32Array.from(expected)]);
    expect(image.provenance).toMatchObject({ sampler: 'ddpm', steps: 4, guidance: 2.5 });
    expect(image.provenance.labels).toEqual({ digit: 1 });
    generator.dispose();
  });

  it('takes its own sampler, steps and scale where a call states none', async () => {
    const generator = await open(diffusionModel({ kind: 'dpmSolver++', steps: 3 }, { isGuided: true }));
    const stated = { sampler: 'dpmSolver++', steps: 3, guidance: 3 } as const;
    const image = await generator.generate({ seed: 1 });
    expect(bits(image)).toBe(bits(await generator.generate({ seed: 1, ...stated })));
    expect(image.provenance).toMatchObject(stated);
    const different = [{ sampler: 'ddim' }, { steps: 4 }, { guidance: 1 }] as const;
    for (const other of different) {
      expect(bits(await generator.generate({ seed: 1, ...other }))).not.toBe(bits(image));
    }
    generator.dispose();
  });

  it('tells of each step and shows the image by then', async () => {
    const generator = await open(diffusionModel());
    const progress: object[] = [];
    const previews: [GeneratedImage, object][] = [];
    const images = await generator.generate({
      seeds: [3, 4],
      onProgress: (entry) => progress.push(entry),
      onPreview: (image, entry) => previews.push([image, entry]),
    });
    expect(progress).toEqual(Array.from({ length: 10 }, (_, at) => ({ done: at + 1, total: 10 })));
    expect(previews.map(([{ seed }, { step }]: [GeneratedImage, { step?: number }]) => [seed, step])).toEqual(
      [3, 4].flatMap((seed) => [1, 2, 3, 4, 5].map((step) => [seed, step])),
    );
    expect(bits(previews[4]![0])).toBe(bits(images[0]!));
    expect(bits(previews[3]![0])).not.toBe(bits(images[0]!));
    generator.dispose();
  });

  it('draws to a canvas, each step where that is asked for', async () => {
    const generator = await open(diffusionModel({ clip: [-1, 1] }));
    const drawn: Uint8ClampedArray[] = [];
    const context = { putImageData: ({ data }: { data: Uint8ClampedArray }) => drawn.push(data) };
    const canvas = { width: 0, height: 0, getContext: () => context } as unknown as OffscreenCanvas;
    vi.stubGlobal(
      'ImageData',
      class {
        readonly data: Uint8ClampedArray;
        constructor(data: Uint8ClampedArray) {
          this.data = data;
        }
      },
    );
    await generator.render(canvas, { seed: 3 });
    await generator.render(canvas, { seed: 3, drawSteps: true });
    const image = await generator.generate({ seed: 3 });
    expect([canvas.width, canvas.height, drawn.length]).toEqual([5, 6, 6]);
    expect([drawn[0], drawn[5]]).toEqual([image.rgba, image.rgba]);
    expect(drawn[1]).not.toEqual(image.rgba);
    vi.unstubAllGlobals();
    generator.dispose();
  });

  it('stops between steps and is of use afterwards, also to those who wait', async () => {
    const generator = await open(diffusionModel());
    const before = await generator.generate({ seed: 3 });
    const abort = new AbortController();
    let steps = 0;
    const aborted = generator.generate({
      seed: 4,
      signal: abort.signal,
      onProgress() {
        if (++steps === 2) abort.abort(new Error('enough'));
      },
    });
    const next = generator.generate({ seed: 3 });
    await expect(aborted).rejects.toThrow('enough');
    expect(steps).toBe(2);
    expect(bits(await next)).toBe(bits(before));
    generator.dispose();
  });

  it('ends where it is disposed between steps', async () => {
    const generator = await open(diffusionModel());
    const ended = generator.generate({ onProgress: () => generator.dispose() });
    await expect(ended).rejects.toThrow('disposed');
  });

  it('goes on with the step in flight where a worker dies', async () => {
    const watch = new WorkerWatch();
    const generator = await open(diffusionModel());
    const before = await generator.generate({ seed: 3 });
    const seen: number[] = [];
    const image = await generator.generate({
      seed: 3,
      onProgress({ done }) {
        seen.push(done);
        if (done === 2) void watch.started.at(-1)!.terminate();
      },
    });
    expect(bits(image)).toBe(bits(before));
    expect(seen).toEqual([1, 2, 3, 4, 5]);
    expect(generator.backendReason).toContain('the CPU backend failed');
    generator.dispose();
    watch.restore();
  });

  it('reads its schedule from a table of the file', async () => {
    const model = diffusionModel();
    const values = alphasCumprodOf(model.graph.sampler!.schedule)!;
    const [made, read] = [await open(model), await open(withTable(model, [...values]))];
    const difference = largestDifference(await made.generate({ seed: 2 }), await read.generate({ seed: 2 }));
    expect(difference).toBeLessThan(1e-5); // the table is in f32
    const rising = withTable(model, [0.9, 0.8, 0.7, 0.6, 0.65]);
    await expect(open(rising)).rejects.toMatchObject({
      name: 'ModelFileError',
      message: expect.stringMatching(/"left" .*\[4\] is 0\.64\d+, expected above 0 and below 0\.6/),
    });
    await expect(open(withTable(model, [0.9, 0.8, 0.7, Number.NaN, 0.1]))).rejects.toThrow('[3] is NaN');
    made.dispose();
    read.dispose();
  });

  it('names what is wrong with a call', async () => {
    const generator = await open(diffusionModel());
    const refused = (options: object) => generator.generate(options);
    await expect(refused({ steps: 0 })).rejects.toThrow('steps is 0, expected an integer from 1 to 50');
    await expect(refused({ steps: 51 })).rejects.toThrow('steps is 51, expected an integer from 1 to 50');
    await expect(refused({ steps: 2.5 })).rejects.toThrow('steps is 2.5');
    await expect(refused({ sampler: 'flowHeun' })).rejects.toThrow(
      'sampler is "flowHeun", this model takes ddpm, ddim, dpmSolver++',
    );
    await expect(refused({ guidance: 2 })).rejects.toThrow('guidance is 2, but this model has none');
    await expect(refused({ labels: { t: 3 } })).rejects.toThrow(
      'label "t" is unknown, expected one of "digit"',
    );
    expect(generator.model.labels.map(({ name }) => name)).toEqual(['digit']);
    const guided = await open(diffusionModel({}, { isGuided: true }));
    await expect(guided.generate({ guidance: Number.NaN })).rejects.toThrow('guidance is NaN');
    generator.dispose();
    guided.dispose();
  });
});

it('a model without a sampler takes no steps, and tells of its images', async () => {
  const generator = await open(dcganModel({ channels: [6, 5, 1] }));
  await expect(generator.generate({ steps: 3 })).rejects.toThrow(
    'steps is 3, but this model has no sampler: expected nothing',
  );
  const progress: object[] = [];
  await generator.generate({ seeds: [1, 2], onProgress: (entry) => progress.push(entry) });
  expect(progress.at(-1)).toEqual({ done: 2, total: 2 });
  generator.dispose();
});
