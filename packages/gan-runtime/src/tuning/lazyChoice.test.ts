import { conv2d, type Operation } from '@roentgan/kernels';
import { describe, expect, it } from 'vitest';
import { provideEverything } from '../../test/allOperations.ts';
import { dcganModel } from '../../test/dcganModel.ts';
import { planModel } from '../plan/plan.ts';
import { chooseFor } from './kernelChoice.ts';
import { lazyChoice } from './lazyChoice.ts';

provideEverything();

function headerOf({ graph, tensors }: ReturnType<typeof dcganModel>) {
  const infos = new Map(
    [...tensors].map(([name, { shape, dtype }]) => [name, { shape, dtype, begin: 0, end: 0 }] as const),
  );
  return { graph, tensors: infos };
}

describe('lazyChoice', () => {
  it('chooses what chooseFor does once the code is there, and names none before', async () => {
    const { graph, tensors } = headerOf(dcganModel());
    for (const adapter of ['nvidia ampere', 'arm valhall', 'google swiftshader']) {
      const features = new Set(['subgroups']);
      const { choose, load } = await lazyChoice(adapter, undefined, features);
      const plan = () => planModel(graph, tensors, { choose }).steps.map(({ kernel }) => kernel.name);
      const expected = planModel(graph, tensors, { choose: chooseFor(adapter, undefined, features) });
      do plan();
      while (await load());
      expect(plan()).toEqual(expected.steps.map(({ kernel }) => kernel.name));
      expect(await load()).toBe(false);
    }
  });

  it('loads no depthwise kernels for layers that none of them runs', async () => {
    const { choose, load } = await lazyChoice('arm', undefined, new Set());
    const operation = conv2d as unknown as Operation;
    const attributes = operation.parseAttributes({ padding: [1, 1, 1, 1] }, 'conv2d');
    const shapes = { inputs: [[1, 8, 64, 64]], weights: { weight: [8, 8, 3, 3] }, attributes };
    expect(choose(operation, { ...shapes, output: [1, 8, 64, 64] })).toBeUndefined();
    expect(await load()).toBe(false);
  });
});
