import type { Kernel, Operation } from '@roentgan/kernels';
import { conv2d } from '@roentgan/kernels';
import { kernelsOf } from '@roentgan/kernels/variants';
import { describe, expect, it } from 'vitest';
import { testDevice, testGpu } from '../../../kernels/test/device.ts';
import { dcganModel } from '../../test/dcganModel.ts';
import { loadGenerator } from '../generator/loadGenerator.ts';
import { normalLatent } from '../latent/latent.ts';
import { tensorFromFloat32 } from '../modelFile/weightValues.ts';
import { writeModel } from '../modelFile/writeModel.ts';
import { layerSize } from './layerSize.ts';
import { parseTuning } from './parseTuning.ts';
import type { TableStore } from './tableStore.ts';
import { tuneGenerator } from './tuneGenerator.ts';
import { measureLayer } from './tuneLayer.ts';
import type { TuningRule, TuningTable } from './tuningTable.ts';

const gpu = testGpu();
const bytes = writeModel(dcganModel({ channels: [10, 36, 9, 3] }));

const table = (rules: readonly TuningRule[]): TuningTable => ({
  format: 'roentgan-tuning',
  version: 1,
  adapter: 'any',
  deviceClass: 'software',
  elementType: 'f32',
  date: '2026-11-23T00:00:00.000Z',
  model: { shapes: '' },
  shaders: '',
  rules,
  layers: [],
});

function memoryStore(
  entries = new Map<string, unknown>(),
): TableStore & { readonly entries: Map<string, unknown> } {
  return {
    entries,
    read: async (key) => entries.get(key),
    async write(key, written) {
      entries.set(key, structuredClone(written));
    },
  };
}

/** A 3x3 convolution with weights in f16, a batch norm and tanh. */
function winogradModel(): Uint8Array {
  const vector = (stream: number) =>
    tensorFromFloat32(
      normalLatent(7, stream, 5).map((value) => 1 + Math.abs(value)),
      [5],
    );
  const node = (op: string, from: string, output: string, weights = {}, attributes = {}) => ({
    op,
    name: output,
    inputs: [from],
    weights,
    attributes,
    output,
  });
  const names = ['runningMean', 'runningVar', 'weight', 'bias'];
  return writeModel({
    graph: {
      formatVersion: 1,
      inputs: [{ kind: 'latent', name: 'z', shape: ['N', 6, 9, 10], distribution: 'normal' }],
      nodes: [
        node('conv2d', 'z', 'a', { weight: 'w' }, { padding: [1, 1, 1, 1] }),
        node('batchNorm2d', 'a', 'b', Object.fromEntries(names.map((name) => [name, name]))),
        node('tanh', 'b', 'image'),
      ],
      outputs: [{ name: 'image', shape: ['N', 5, 9, 10], range: [-1, 1], channels: 'raw' }],
      provenance: {},
    },
    tensors: new Map([
      ['w', tensorFromFloat32(normalLatent(7, 9, 5 * 54), [5, 6, 3, 3], 'F16')],
      ...names.map((name, at) => [name, vector(at)] as const),
    ]),
  });
}

describe('a tuning table', () => {
  it('decides which kernels draw, alone and in a batch, and not what they draw', async () => {
    const rules = [
      {
        operation: 'convTranspose2d',
        positions: { max: 16 },
        kernel: 'convTranspose2d.splitk',
        basis: 'measured',
      },
      {
        operation: 'convTranspose2d',
        positions: { max: 64 },
        kernel: 'convTranspose2d.tiled',
        basis: 'measured',
      },
      { operation: 'convTranspose2d', kernel: 'convTranspose2d.tiledSmall', basis: 'measured' },
    ] as const;
    const tuned = await loadGenerator(bytes, { backend: 'webgpu', gpu, tuning: table(rules) });
    const plain = await loadGenerator(bytes, { backend: 'reference' });
    const z = { shape: [2, 10, 1, 1], data: normalLatent(1, 0, 20) };
    const [found, expected] = [await tuned.run({ z }), await plain.run({ z })];
    found.image!.data.forEach((value, at) => {
      expect(Math.abs(value - expected.image!.data[at]!)).toBeLessThan(1e-5);
    });
    const one = await tuned.run({ z: { shape: [1, 10, 1, 1], data: z.data.subarray(0, 10) } });
    expect(one.image!.data).toEqual(found.image!.data.subarray(0, one.image!.data.length));
    expect((await tuned.profile()).layers.map(({ kernel }) => kernel)).toEqual([
      'convTranspose2d.splitk',
      'convTranspose2d.tiled',
      'convTranspose2d.tiledSmall',
    ]);
    tuned.dispose();
  });

  it('gives a kernel weights in a form of its own, with the batch norm in them', async () => {
    const model = winogradModel();
    const rules = [{ operation: 'conv2d', kernel: 'conv2d.winograd', basis: 'measured' }] as const;
    const tuned = await loadGenerator(model, { backend: 'webgpu', gpu, tuning: table(rules) });
    const plain = await loadGenerator(model, { backend: 'reference' });
    const z = { shape: [2, 6, 9, 10], data: normalLatent(1, 0, 2 * 6 * 90) };
    const [found, expected] = [await tuned.run({ z }), await plain.run({ z })];
    expect(Math.max(...expected.image!.data)).toBeGreaterThan(0.5);
    found.image!.data.forEach((value, at) => {
      expect(Math.abs(value - expected.image!.data[at]!)).toBeLessThan(1e-5);
    });
    const one = await tuned.run({ z: { shape: [1, 6, 9, 10], data: z.data.subarray(0, 540) } });
    expect(one.image!.data).toEqual(found.image!.data.subarray(0, one.image!.data.length));
    expect((await tuned.profile()).layers.map(({ kernel }) => kernel)).toEqual(['conv2d.winograd']);
    tuned.dispose();
  });

  it('that is none is refused in one line', async () => {
    const tuning = { ...table([]), version: 9 } as unknown as TuningTable;
    await expect(loadGenerator(bytes, { backend: 'webgpu', gpu, tuning })).rejects.toThrow(
      new TypeError('tuning.version is 9, expected 1'),
    );
  });
});

describe('tuneGenerator', () => {
  it('measures every kernel of every shape once, and remembers', async () => {
    const two = writeModel(dcganModel({ channels: [10, 20, 3] }));
    const store = memoryStore();
    const progress: number[] = [];
    const kept: (number | undefined)[] = [];
    const first = await tuneGenerator(two, {
      gpu,
      store,
      onProgress({ done, table }) {
        progress.push(done);
        kept.push(table && parseTuning(JSON.parse(JSON.stringify(table))).rules.length);
      },
    });
    expect(first).toMatchObject({
      origin: 'measured',
      table: { adapter: expect.stringMatching(/swiftshader/i) },
    });
    expect(first.note).toBeUndefined();
    expect(progress).toEqual([0, 1, 2]);
    expect(kept).toEqual([undefined, 1, 2]);
    expect(first.table.layers.map(({ positions, layers }) => [positions, layers])).toEqual([
      [16, 1],
      [64, 1],
    ]);
    for (const layer of first.table.layers) {
      expect(layer.kernels.map(({ kernel }) => kernel)).toEqual([
        'convTranspose2d',
        'convTranspose2d.grouped',
        'convTranspose2d.tiled',
        'convTranspose2d.tiledSmall',
        'convTranspose2d.splitk',
        'convTranspose2d.splitkSubgroups',
      ]);
      for (const kernel of layer.kernels) {
        expect(kernel).not.toHaveProperty('refused');
        expect((kernel as { milliseconds: number }).milliseconds).toBeGreaterThan(0);
      }
    }
    expect(first.table.rules.map(({ kernel }) => kernel)).toEqual(
      first.table.layers.map(({ chosen }) => chosen),
    );

    const again = await tuneGenerator(new Blob([two as Uint8Array<ArrayBuffer>]), { gpu, store });
    expect(again).toEqual({ table: first.table, origin: 'remembered' });
    const generator = await loadGenerator(two, { backend: 'webgpu', gpu, tuning: again.table });
    expect((await generator.profile()).layers.map(({ kernel }) => kernel)).toEqual(
      first.table.layers.map(({ chosen }) => chosen),
    );
    generator.dispose();

    const stopped = new AbortController();
    const onProgress = () => stopped.abort(new Error('enough'));
    const { signal } = stopped;
    await expect(tuneGenerator(two, { gpu, store: null, signal, onProgress })).rejects.toThrow('enough');
  });

  it('says why a remembered table was not taken, and why one could not be kept', async () => {
    const tiny = writeModel(dcganModel({ channels: [4, 3] }));
    const store: TableStore = {
      read: async () => ({ format: 'something else' }),
      write: async () => {
        throw new Error('the quota is used up');
      },
    };
    const { origin, note } = await tuneGenerator(tiny, { gpu, store });
    expect(origin).toBe('measured');
    expect(note).toBe(
      'a remembered table was not taken: tuning.format is "something else", expected "roentgan-tuning"; the table could not be kept: the quota is used up',
    );
  });
});

describe('measureLayer', () => {
  it('refuses kernels that are wrong or do not compile, and never chooses them', async () => {
    const operation = conv2d as unknown as Operation;
    const attributes = operation.parseAttributes({ padding: [1, 1, 1, 1] }, 'conv2d');
    const shapes = { inputs: [[1, 20, 6, 7]], weights: { weight: [20, 20, 3, 3] }, attributes };
    const call = { ...shapes, output: operation.outputShape(shapes, 'conv2d') };
    const [direct] = kernelsOf(operation);
    const broken = (name: string, from: string, to: string): Kernel => {
      expect(direct!.code).toContain(from);
      return { ...direct!, name, code: direct!.code.replace(from, to) };
    };
    const measured = await measureLayer(
      await testDevice(),
      {
        label: 'a.conv2d',
        operation,
        call,
        size: layerSize(operation, call),
        layers: 1,
        kernels: [
          direct!,
          broken('shifted', 'y >= sizes.INPUT_HEIGHT', 'y > sizes.INPUT_HEIGHT'),
          broken(
            'one channel',
            'finish(sum0, place, group)',
            'finish(select(sum0, sum1, group == 2u), place, group)',
          ),
          broken('unreadable', 'var sum0', 'var sum0 sum0'),
        ],
      },
      'f32',
    );
    expect(measured[0]).toMatchObject({ kernel: 'conv2d', milliseconds: expect.any(Number) });
    expect(measured[1]).toMatchObject({
      refused: expect.stringMatching(
        /^wrong: \d+ of 252 values; the furthest at \[0,\d+,\d,\d\] is .+, expected .+ within/,
      ),
    });
    expect(measured[2]).toMatchObject({
      // At channels 8 to 11 only, of which the reference computed two.
      refused: expect.stringMatching(/^wrong: \d+ of (252|840) values; the furthest at \[0,(8|9|10|11),/),
    });
    expect((measured[3] as { refused: string }).refused).not.toContain('\n');
    expect(measured.map((entry) => 'refused' in entry)).toEqual([false, true, true, true]);
  });
});
