import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareBackends } from '../../test/compareBackends.ts';
import { dcganModel } from '../../test/dcganModel.ts';
import { fusionCases } from '../../test/fusionCases.ts';
import { ModelBuilder } from '../../test/modelBuilder.ts';
import { WorkerWatch } from '../../test/watchWorkers.ts';
import type { GeneratedImage } from '../generator/generatedImage.ts';
import { loadGenerator } from '../generator/loadGenerator.ts';
import { writeModel } from '../modelFile/writeModel.ts';

/** Whether two images have the same bits; a diff of so many numbers would say nothing. */
function isSame(a: GeneratedImage, b: GeneratedImage): boolean {
  return Buffer.from(a.values.buffer).equals(Buffer.from(b.values.buffer));
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes of array buffers in all threads, less this thread's garbage. */
function heldBytes(): number {
  collectGarbage();
  return process.memoryUsage().arrayBuffers;
}

let watch: WorkerWatch;
beforeAll(() => {
  watch = new WorkerWatch();
});
afterAll(() => watch.restore());

const models = [
  ...fusionCases,
  {
    name: 'a conditional DCGAN with f16 weights',
    batch: 3,
    build: () => dcganModel({ channels: [15, 24, 10, 1], classes: 5, dtype: 'F16' }),
  },
  {
    name: 'one weight in three layers',
    batch: 2,
    build() {
      const b = new ModelBuilder();
      const same = { padding: [1, 1, 1, 1] };
      const weight = b.weight([6, 6, 3, 3], { scale: 0.15 });
      let x = b.latent('x', [6, 7, 5]);
      x = b.norm(b.node('conv2d', [x], same, { weight }), 6);
      for (let layer = 0; layer < 2; layer++) x = b.node('relu', [b.node('conv2d', [x], same, { weight })]);
      return b.build(x, [6, 7, 5]);
    },
  },
  {
    name: 'nothing but a new name',
    batch: 2,
    build() {
      const b = new ModelBuilder();
      return b.build(b.node('reshape', [b.latent('x', [6, 8, 2])], { shape: ['N', 6, 4, 4] }), [6, 4, 4]);
    },
  },
  { name: 'a DCGAN of 64x64', batch: 1, build: () => dcganModel({ channels: [32, 64, 40, 24, 12, 3] }) },
];
const small = writeModel(dcganModel({ channels: [10, 16, 8, 3] }));
/** Long enough to be aborted in the middle. */
const large = writeModel(dcganModel({ channels: [64, 512, 256, 128, 64, 32, 16, 3] }));

describe.each([1, 3])('on %i threads', (threads) => {
  const cpu = { backend: 'cpu', threads } as const;

  it.each(models)('agrees with the reference: $name', async ({ build, batch }) => {
    const { difference } = await compareBackends(build(), batch, cpu);
    // Sums of a few hundred terms of order 1, in f32.
    expect(difference).toBeLessThan(2e-5);
  });

  it('makes one image of a seed, alone or in a batch', async () => {
    const generator = await loadGenerator(small, cpu);
    const alone = await generator.generate({ seed: 8 });
    const batch = await generator.generate({ seeds: [7, 8, 9] });
    expect(isSame(batch[1]!, alone)).toBe(true);
    expect(isSame(batch[0]!, alone)).toBe(false);
    expect([generator.backend, generator.adapter]).toEqual([
      'cpu',
      expect.stringContaining(`SIMD, ${threads} thread`),
    ]);
    generator.dispose();
  });

  it('ends a run that is aborted and goes on with the next', async () => {
    const generator = await loadGenerator(large, cpu);
    const before = await generator.generate({ seed: 3 });
    const abort = new AbortController();
    const aborted = generator.generate({ seed: 4, signal: abort.signal });
    const next = generator.generate({ seed: 3 });
    setTimeout(() => abort.abort(new Error('enough')), 1);
    await expect(aborted).rejects.toThrow('enough');
    expect(isSame(await next, before)).toBe(true);
    generator.dispose();
  });

  it('makes a thousand images and holds nothing of them', async () => {
    const generator = await loadGenerator(small, cpu);
    const first = await generator.generate({ seed: 0 });
    const before = heldBytes();
    const makeImages = async (count: number) => {
      for (let image = 1; image <= count; image++) await generator.generate({ seed: image });
    };
    const count = 1000;
    await makeImages(count);
    expect(isSame(await generator.generate({ seed: 0 }), first)).toBe(true);
    // The worker collects its own garbage when it likes, later on a busy machine. A buffer kept for each image would stay.
    const limit = (count / 2) * first.values.byteLength;
    for (let round = 0; round < 20 && heldBytes() - before >= limit; round++) await makeImages(200);
    const held = heldBytes() - before;
    generator.dispose();
    expect(held).toBeLessThan(limit);
  });

  it('starts again where a worker dies, and answers the call in flight', async () => {
    const generator = await loadGenerator(large, cpu);
    const before = await generator.generate({ seed: 3 });
    const inFlight = generator.generate({ seed: 3 });
    await watch.started.at(-1)!.terminate();
    expect(isSame(await inFlight, before)).toBe(true);
    expect(generator.backendReason).toContain('the CPU backend failed: the worker ended');
    generator.dispose();
  });

  it('ends its workers when it is disposed, or when loading fails', async () => {
    await watch.allEnded();
    const generator = await loadGenerator(large, cpu);
    expect(watch.started).toHaveLength(threads);
    const inFlight = generator.generate({ seed: 1 });
    await new Promise((resolve) => setTimeout(resolve)); // so that it is under way
    generator.dispose();
    await expect(inFlight).rejects.toThrow('disposed');
    await watch.allEnded();
    await expect(loadGenerator(small.slice(0, -4), cpu)).rejects.toMatchObject({ name: 'ModelFileError' });
    await watch.allEnded();
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(loadGenerator(small, { ...cpu, signal })).rejects.toThrow('enough');
    await watch.allEnded();
  });
});

/** Ends as generators of grey images do: rows of threads' units share rows of the input. */
function greyModel() {
  const b = new ModelBuilder();
  const weight = b.weight([1, 16, 3, 3], { scale: 0.1 });
  const x = b.node('conv2d', [b.latent('x', [16, 130, 70])], { padding: [1, 1, 1, 1] }, { weight });
  return b.build(b.node('tanh', [x]), [1, 130, 70], 'grey');
}

it.each([
  ['a DCGAN', large],
  ['a grey image', writeModel(greyModel())],
])('makes the same bits with any number of threads: %s', async (_, model) => {
  const images: GeneratedImage[] = [];
  for (const threads of [1, 2, 4]) {
    const generator = await loadGenerator(model, { backend: 'cpu', threads });
    images.push(await generator.generate({ seed: 5 }));
    generator.dispose();
  }
  expect(isSame(images[1]!, images[0]!)).toBe(true);
  expect(isSame(images[2]!, images[0]!)).toBe(true);
});

it.each([0, -1, 1.5, Number.NaN, 65])('refuses %d threads', async (threads) => {
  const loading = loadGenerator(small, { backend: 'cpu', threads });
  await expect(loading).rejects.toThrow(
    new RangeError(`threads is ${threads}, expected an integer from 1 to 64`),
  );
});

describe('where no worker can be had', () => {
  it("runs on the caller's thread, gives it turns and can be aborted", async () => {
    watch.refuse = true;
    const generator = await loadGenerator(large, { backend: 'cpu', threads: 2 });
    watch.refuse = false;
    expect(generator.adapter).toContain("on the page's own thread");
    expect(generator.backendReason).toBe(
      'the caller asked for it; no worker could be started: workers are forbidden here',
    );
    const before = await generator.generate({ seed: 3 });
    let turns = 0;
    const ticking = setInterval(() => turns++);
    const abort = new AbortController();
    setTimeout(() => abort.abort(new Error('enough')), 1);
    // One image may be done before the timer's turn comes, forty are not.
    const seeds = Array.from({ length: 40 }, (_, at) => at);
    await expect(generator.generate({ seeds, signal: abort.signal })).rejects.toThrow('enough');
    const inWorker = await loadGenerator(large, { backend: 'cpu' });
    expect(isSame(await generator.generate({ seed: 3 }), before)).toBe(true);
    expect(isSame(await inWorker.generate({ seed: 3 }), before)).toBe(true);
    clearInterval(ticking);
    expect(turns).toBeGreaterThan(0);
    inWorker.dispose();
  });
});

it('goes to the references where there is no WebAssembly, and says so', async () => {
  const { Module } = WebAssembly;
  Object.assign(WebAssembly, {
    Module: class {
      constructor() {
        throw new WebAssembly.CompileError('blocked');
      }
    },
  });
  try {
    const generator = await loadGenerator(small, { backend: 'cpu' });
    expect([generator.backend, generator.backendReason]).toEqual([
      'reference',
      'the caller asked for it; WebAssembly SIMD is missing or forbidden here',
    ]);
  } finally {
    Object.assign(WebAssembly, { Module });
  }
});
