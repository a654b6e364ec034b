import type { Generator } from '@roentgan/gan-runtime';
import { describe, expect, it } from 'vitest';
import { parseArguments } from './arguments.ts';
import { UsageError } from './errors.ts';
import { checkMix, readMix } from './mixOption.ts';

const read = (...args: string[]) =>
  readMix(parseArguments(args, { mix: { type: 'string' } }, { names: [], required: 0 }));

describe('--mix', () => {
  it('is a seed and the first layer that takes its style', () => {
    expect(read('--mix', '7:4')).toEqual({ seed: 7, from: 4 });
    expect(read('--mix', '12:2.5')).toEqual({ seed: 12, from: 2.5 });
    expect(read()).toBeUndefined();
  });

  it.each(['7', '7:', ':4', '-1:4', '7:-4', '7:4:2', '99999999999999999:1'])('refuses %s', (text) => {
    expect(() => read(`--mix=${text}`)).toThrow(UsageError);
    expect(() => read(`--mix=${text}`)).toThrow('expected SEED:LAYER');
  });

  it('goes with models that mix, and with layers that they have', () => {
    const mixing = { latent: 'z', second: 'z.mix', from: 'mix.from' };
    const inputs = [{ kind: 'label', name: 'mix.from', default: 6 }];
    const model = { inputs, mixing } as unknown as Generator['model'];
    expect(() => checkMix({ seed: 1, from: 6 }, model)).not.toThrow();
    expect(() => checkMix({ seed: 1, from: 7 }, model)).toThrow('--mix: layer 7, expected 0 to 6');
    const plain = { inputs: [] } as unknown as Generator['model'];
    expect(() => checkMix({ seed: 1, from: 0 }, plain)).toThrow('--mix: the model has no style mixing');
  });
});
