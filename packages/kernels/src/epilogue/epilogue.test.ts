import { describe, expect, it } from 'vitest';
import {
  activationNames,
  channelParameters,
  epilogueConstants,
  kernelsOf,
  operations,
  plainEpilogue,
} from '../index.ts';
import { shaderSource as coreSource } from '../shaderSource.ts';
import source from './activate.all.wgsl?raw';
import common from './activate.wgsl?raw';

describe('epilogue', () => {
  it('packs bias, then slopes, each padded to four channels', () => {
    expect([...channelParameters(3, [1, 2, 3], undefined)]).toEqual([1, 2, 3, 0]);
    expect([...channelParameters(5, [1, 2, 3, 4, 5], [6, 7, 8, 9, 10])]).toEqual([
      1, 2, 3, 4, 5, 0, 0, 0, 6, 7, 8, 9, 10, 0, 0, 0,
    ]);
    expect([...channelParameters(2, undefined, [0.25])]).toEqual([0, 0, 0, 0, 0.25, 0.25, 0, 0]);
    expect([...channelParameters(1, undefined, undefined)]).toEqual([0, 0, 0, 0]);
  });

  it('does nothing by default', () => {
    expect(epilogueConstants(plainEpilogue, 6)).toEqual({
      CHANNELS: 6,
      BIAS: 0,
      RESIDUAL: 0,
      ACTIVATION: 0,
      ALPHA: 0,
      BETA: 0,
    });
  });

  it('numbers what it does', () => {
    const activation = { name: 'clamp', alpha: -1, beta: 2 } as const;
    expect(epilogueConstants({ bias: true, activation, residual: 'afterActivation' }, 3)).toEqual({
      CHANNELS: 3,
      BIAS: 1,
      RESIDUAL: 2,
      ACTIVATION: 10,
      ALPHA: -1,
      BETA: 2,
    });
  });

  it('has a branch in the shader for each activation but identity', () => {
    const branches = [...source.matchAll(/case (\d+)u:/g)].map(([, code]) => Number(code));
    expect(branches).toEqual(activationNames.map((_, code) => code).slice(1));
  });

  it('gives the WGSL of those activations that the common shader lacks', () => {
    const branches = common.match(/case .*/g)!;
    expect(source.match(/case .*/g)).toEqual(expect.arrayContaining(branches));
    const own = Object.values(operations).flatMap((operation) => {
      const parsed = operation.activation?.(operation.parseAttributes({}, operation.name));
      return [parsed, operation.fusedActivation].filter((activation) => activation !== undefined);
    });
    expect(new Set(own.map(({ name }) => name)).size).toBe(activationNames.length - 2); // identity, and geluTanh by an attribute
    for (const { name, code } of own) {
      const isCommon = branches.some((line) => line.includes(`case ${activationNames.indexOf(name)}u:`));
      expect(code, name).toBe(isCommon ? undefined : source);
    }
  });

  it('has the functions that kernels call, also as pages load it', () => {
    for (const kernel of new Set(Object.values(operations).flatMap(kernelsOf))) {
      const text = coreSource(kernel, 'f32').replace(/\/\/.*/g, '');
      const declared = new Set([...text.matchAll(/\bfn (\w+)/g)].map(([, name]) => name));
      const others = [...source.matchAll(/^fn (\w+)/gm)].map(([, name]) => name!);
      const called = others.filter((name) => new RegExp(`\\b${name}\\(`).test(text));
      expect(
        called.filter((name) => !declared.has(name)),
        kernel.name,
      ).toEqual([]);
    }
  });
});
