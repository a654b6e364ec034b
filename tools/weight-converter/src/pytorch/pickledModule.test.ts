import { describe, expect, it } from 'vitest';
import { readModule } from './pickledModule.ts';
import { TorchTensor } from './torchTensor.ts';

const bytes = new Uint8Array(Float32Array.of(5).buffer);
const tensor = () =>
  new TorchTensor({ type: 'FloatStorage', key: '0', start: 0, bytes: () => bytes }, 0, [1], [1]);
const meta = (state: Record<string, Record<string, unknown>>) =>
  new Map([
    ['state', new Map(Object.entries(state).map(([key, dict]) => [key, new Map(Object.entries(dict))]))],
  ]);

describe('readModule', () => {
  it('names parameters and buffers by their path, and leaves everything else out', () => {
    const inner = readModule(meta({ _parameters: { weight: tensor(), bias: null }, _modules: {} }));
    const outer = readModule(
      meta({ _buffers: { w_avg: tensor() }, _modules: { fc0: inner, none: null }, _init_kwargs: { z: 512 } }),
    );
    expect([...outer.keys()]).toEqual(['w_avg', 'fc0.weight']);
    expect([...outer.get('fc0.weight')!.toFloat32('')]).toEqual([5]);
  });

  it.each([undefined, 7, new Map(), new Map([['state', 'x']])])('finds nothing in %s', (value) => {
    expect(readModule(value).size).toBe(0);
  });

  it('ends where modules hold one another many times', () => {
    let module = readModule(meta({ _parameters: { weight: tensor() } }));
    const grow = () => {
      for (let depth = 0; depth < 40; depth++) {
        module = readModule(meta({ _modules: { left: module, right: module } }));
      }
    };
    expect(grow).toThrow('a module has more than 20000 tensors');
  });
});
