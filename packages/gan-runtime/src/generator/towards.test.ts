import { describe, expect, it } from 'vitest';
import { provideEverything } from '../../test/allOperations.ts';
import { dcganModel } from '../../test/dcganModel.ts';
import { diffusionModel } from '../../test/diffusionModel.ts';
import { interpolateLatent } from '../latent/interpolateLatent.ts';
import { normalLatent, uniformLatent } from '../latent/latent.ts';
import type { Graph, GraphInput, Model } from '../modelFile/model.ts';
import { writeModel } from '../modelFile/writeModel.ts';
import type { GeneratedImage } from './generatedImage.ts';
import { imageInputs } from './imageInputs.ts';
import { loadGenerator } from './loadGenerator.ts';
import { makeInputs } from './makeInputs.ts';
import type { ImageOptions } from './options.ts';

provideEverything();

const { graph: base } = dcganModel({ channels: [8, 4, 1], classes: 5 });
const width = { name: 'width', tensor: 'z', vector: 'v', unit: 'mm', range: [-2, 2] } as const;
const severity = {
  name: 'severity',
  label: { tensor: 'grade' },
  unit: 'grades',
  range: [-4, 4],
} as const;
const graph: Graph = { ...base, edits: [width, severity], truncation: { tensor: 'z', mean: 0.5 } };
const vectors = new Map([['v', Float32Array.of(1, 0, -1)]]);
const between = async (options: ImageOptions, of: Graph = graph, seed = 4) =>
  Object.fromEntries(
    Object.entries(await imageInputs(of, vectors, [seed], options)).map(([name, { data }]) => [
      name,
      [...data],
    ]),
  );
const plain = (options: ImageOptions, seed = 4, of: Graph = graph) =>
  Object.fromEntries(
    Object.entries(makeInputs(of, vectors, [seed], options)).map(([name, { data }]) => [name, [...data]]),
  );

describe('on the way to another seed', () => {
  const start = { labels: { grade: 3 }, edits: { width: 1, severity: -0.25 }, truncation: 0.7 };
  const end = { seed: 9, labels: { grade: 1 }, edits: { width: -2, severity: 0 } };

  it.each(['slerp', 'linear'] as const)(
    'both ends are the images themselves, bit for bit (%s)',
    async (how) => {
      expect(await between({ ...start, towards: { ...end, how, share: 0 } })).toEqual(plain(start));
      const { labels, edits } = end;
      expect(await between({ ...start, towards: { ...end, how, share: 1 } })).toEqual(
        plain({ ...start, labels, edits }, 9),
      );
    },
  );

  it('interpolates first, then truncates, then adds the edits of both by their share', async () => {
    const { z } = await between({ ...start, towards: { ...end, share: 0.25 } });
    const arc = interpolateLatent(normalLatent(4, 0, 3), normalLatent(9, 0, 3), 0.25, 'slerp');
    const moved = 0.75 * 1 + 0.25 * -2;
    const expected = [1, 0, -1].map((step, at) => 0.5 + (arc[at]! - 0.5) * 0.7 + step * moved);
    for (const [at, value] of z!.entries()) expect(value).toBeCloseTo(expected[at]!, 6);
  });

  it('takes labels and edits of the call where the other end states none', async () => {
    const { grade } = await between({ labels: { grade: 3 }, towards: { seed: 9, share: 0.5 } });
    expect(grade).toEqual([0, 0, 0, 1, 0]);
  });

  it('goes through the classes that an edit moves along, and mixes others', async () => {
    const towards = { seed: 9, share: 0.25, labels: { grade: 0 } };
    expect((await between({ labels: { grade: 3 }, towards })).grade).toEqual([0, 0, 0.75, 0.25, 0]);
    const edited = { labels: { grade: 3 }, edits: { severity: 1 }, towards };
    expect((await between(edited)).grade).toEqual([0, 0, 0, 0.75, 0.25]);
    const { edits: _, ...unordered } = graph;
    const mixed = await between({ labels: { grade: 3 }, towards }, unordered);
    expect(mixed.grade).toEqual([0.25, 0, 0, 0.75, 0]);
  });

  it('mixes numbers, and uniform latents in a straight line', async () => {
    const age: GraphInput = {
      kind: 'label',
      name: 'age',
      shape: ['N', 1],
      encoding: 'value',
      range: [0, 90],
      default: 30,
    };
    const z: GraphInput = {
      kind: 'latent',
      name: 'z',
      shape: ['N', 3],
      distribution: 'uniform',
      range: [-2, 2],
    };
    const other: Graph = { ...base, inputs: [z, age] };
    const made = await between({ towards: { seed: 9, share: 0.25, labels: { age: 70 } } }, other);
    expect(made.age).toEqual([40]);
    const [from, to] = [4, 9].map((seed) => uniformLatent(seed, 0, 3, -2, 2));
    expect(made.z).toEqual([...interpolateLatent(from!, to!, 0.25, 'linear')]);
  });

  it('leaves the images of a batch that are not on a way as they are', async () => {
    const each = [{}, { towards: { seed: 9, share: 1 } }, { labels: { grade: 2 } }];
    const { z, grade } = await imageInputs(graph, vectors, [4, 4, 4], {}, each);
    const [own, other] = [plain({}), plain({}, 9)];
    expect([...z!.data]).toEqual([...own.z!, ...other.z!, ...own.z!]);
    expect(grade!.shape).toEqual([3, 5]);
    expect([...grade!.data]).toEqual([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0]);
  });

  it.each([
    [{ share: 1.5, seed: 1 }, 'towards.share is 1.5, expected 0 to 1'],
    [{ share: Number.NaN, seed: 1 }, 'towards.share is NaN'],
    [{ share: 0.5, seed: -1 }, 'seed is -1, expected an integer'],
    [{ share: 0.5, seed: 1, how: 'cubic' }, 'towards.how is "cubic", expected "slerp" or "linear"'],
    [{ share: 0.5, seed: 1, labels: { side: 1 } }, 'label "side" is unknown'],
    [{ share: 0.5, seed: 1, edits: { height: 1 } }, 'edit "height" is unknown'],
  ])('refuses %j', async (towards, message) => {
    await expect(between({ towards } as ImageOptions)).rejects.toThrow(RangeError);
    await expect(between({ towards } as ImageOptions)).rejects.toThrow(message);
  });
});

describe('images on the way', () => {
  const open = (model: Model, backend: 'cpu' | 'reference') =>
    loadGenerator(writeModel(model), { backend, threads: 1 });
  const pixels = ({ values }: GeneratedImage) => [...values];

  it.each(['cpu', 'reference'] as const)(
    'start and end where they should, and say so (%s)',
    async (backend) => {
      const generator = await open(dcganModel({ channels: [8, 4, 1], classes: 5 }), backend);
      const image = (seed: number, share?: number) =>
        generator.generate({
          seed,
          labels: { grade: 2 },
          ...(share !== undefined && { towards: { seed: 9, share } }),
        });
      const [first, last] = [await image(4), await image(9)];
      expect(pixels(await image(4, 0))).toEqual(pixels(first));
      expect(pixels(await image(4, 1))).toEqual(pixels(last));
      const middle = await image(4, 0.5);
      expect(pixels(middle)).not.toEqual(pixels(first));
      expect(pixels(middle)).not.toEqual(pixels(last));
      expect(middle.provenance.towards).toEqual({ seed: 9, share: 0.5, how: 'slerp' });
      const png = Buffer.from(await (await middle.toPng()).arrayBuffer()).toString('utf8');
      expect(png).toContain('<roentgan:Towards>{&quot;seed&quot;:9,&quot;share&quot;:0.5,');
      generator.dispose();
    },
  );

  it.each(['ddpm', 'ddim'] as const)('of a sampler have the noise of both ends (%s)', async (sampler) => {
    const generator = await open(diffusionModel({}, {}), 'cpu');
    const options = { sampler, steps: 6, labels: { digit: 1 } };
    const [first, last] = [4, 9].map((seed) => generator.generate({ seed, ...options }));
    const image = (share: number) => generator.generate({ seed: 4, ...options, towards: { seed: 9, share } });
    expect(pixels(await image(0))).toEqual(pixels(await first!));
    expect(pixels(await image(1))).toEqual(pixels(await last!));
    expect(pixels(await image(0.5))).not.toEqual(pixels(await first!));
    generator.dispose();
  });
});
