import {
  type Call,
  conv2d,
  convTranspose2d,
  groupNorm,
  instanceNorm2d,
  type Kernel,
  linear,
  type Operation,
} from '@roentgan/kernels';
import { kernelsOf } from '@roentgan/kernels/variants';
import { describe, expect, it } from 'vitest';
import { provideEverything } from '../../test/allOperations.ts';
import { dcganModel } from '../../test/dcganModel.ts';
import type { Graph } from '../modelFile/model.ts';
import { planModel } from '../plan/plan.ts';
import { chooseByRules } from './chooseByRules.ts';
import { defaultRules } from './defaultRules.ts';
import { deviceClasses, deviceClassOf } from './deviceClass.ts';
import { chooseFor } from './kernelChoice.ts';
import { layerSize } from './layerSize.ts';
import { parseTuning } from './parseTuning.ts';
import type { TuningRule } from './tuningTable.ts';

provideEverything();

function callOf(operation: Operation, input: number[], weight: number[], attributes = {}): Call {
  const parsed = operation.parseAttributes(attributes, operation.name);
  const shapes = { inputs: [input], weights: { weight }, attributes: parsed };
  return { ...shapes, output: operation.outputShape(shapes, operation.name) };
}

const same = { padding: [1, 1, 1, 1] };
const doubling = { stride: [2, 2], padding: [1, 1, 1, 1] };
const asOperation = (operation: unknown) => operation as Operation;
const convolution = (input: number[], outputs: number, attributes = {}) =>
  callOf(asOperation(conv2d), input, [outputs, input[1]! / 1, 3, 3], { ...same, ...attributes });

const table = (rules: readonly unknown[]) => ({
  format: 'roentgan-tuning',
  version: 1,
  adapter: 'some GPU',
  deviceClass: 'unknown',
  elementType: 'f32',
  date: '2026-11-23T00:00:00.000Z',
  model: { shapes: '00' },
  shaders: '00',
  rules,
  layers: [],
});

describe('layerSize', () => {
  it('counts positions of one image, whatever the batch, and the products of one output', () => {
    const size = { positions: 64, channels: 7, inputChannels: 20, depth: 180 };
    for (const batch of [1, 5]) {
      expect(layerSize(asOperation(conv2d), convolution([batch, 20, 8, 8], 7))).toEqual(size);
    }
    const up = callOf(asOperation(convTranspose2d), [2, 512, 4, 4], [512, 256, 4, 4], doubling);
    expect(layerSize(asOperation(convTranspose2d), up)).toEqual({
      positions: 64,
      channels: 256,
      inputChannels: 512,
      depth: 2048,
    });
    const line = callOf(linear, [3, 100], [64, 100]);
    expect(layerSize(linear, line)).toEqual({ positions: 1, channels: 64, inputChannels: 100, depth: 100 });
  });
});

describe('deviceClassOf', () => {
  it.each([
    ['nvidia ampere', 'nvidia'],
    ['NVIDIA GeForce RTX 3060', 'nvidia'],
    ['4318 NVIDIA H200', 'nvidia'],
    ['amd rdna-3', 'amd'],
    ['Radeon RX 6600', 'amd'],
    ['intel gen-12lp', 'intel'],
    ['apple metal-3', 'apple'],
    ['arm valhall', 'arm'],
    ['Mali-G78', 'arm'],
    ['qualcomm adreno-7xx', 'unknown'],
    ['google swiftshader', 'software'],
    ['llvmpipe (LLVM 19)', 'software'],
    ['Microsoft Basic Render Driver', 'software'],
    ['charm', 'unknown'],
    ['unnamed adapter', 'unknown'],
  ])('%s is %s', (adapter, expected) => {
    expect(deviceClassOf(adapter)).toBe(expected);
  });
});

describe('shipped rules', () => {
  const names = new Set(
    [conv2d, convTranspose2d, linear, instanceNorm2d, groupNorm].flatMap((operation) =>
      kernelsOf(asOperation(operation)).map(({ name }) => name),
    ),
  );

  it.each(deviceClasses)('%s: names kernels that there are, of the operation', (name) => {
    for (const { operation, kernel } of defaultRules[name]) {
      expect(names).toContain(kernel);
      expect(kernel.split('.')[0]).toBe(operation);
    }
    expect(() => parseTuning(table(defaultRules[name]))).not.toThrow();
  });

  it('leave software with the defaults, for which a session loads no rules', () => {
    const { graph, tensors } = headerOf(dcganModel());
    const plain = planModel(graph, tensors).steps.map(({ kernel }) => kernel);
    const software = chooseFor('google swiftshader', undefined);
    expect(planModel(graph, tensors, { choose: software }).steps.map(({ kernel }) => kernel)).toEqual(plain);
    expect(defaultRules.software.every(({ basis }) => basis === 'measured')).toBe(true);
  });

  it('give a DCGAN on a GPU split-K heads, then tiles, then the default for colour', () => {
    const { graph, tensors } = headerOf(dcganModel());
    const names = planModel(graph, tensors, { choose: chooseFor('nvidia ampere', undefined) }).steps.map(
      ({ kernel }) => kernel.name,
    );
    expect(names).toEqual([
      'convTranspose2d.splitk', // to 4x4
      'convTranspose2d.splitk', // 8x8
      'convTranspose2d.tiledSmall', // 16x16
      'convTranspose2d.tiledSmall', // 32x32
      'convTranspose2d', // 64x64, three channels
    ]);
  });

  it('give Winograd the 3x3 of stride 1 among many channels, with weights of its form in the plan', () => {
    const graph = layerGraph({ padding: [1, 1, 1, 1] });
    const plain = planModel(graph, tensorsOf([64, 64, 3, 3]));
    const plan = planModel(graph, tensorsOf([64, 64, 3, 3]), { choose: chooseFor('nvidia', undefined) });
    expect(plan.steps.map(({ kernel }) => kernel.name)).toEqual(['conv2d.winograd']);
    expect(plain.parameters.map(({ binding, vectors }) => [binding, vectors])).toEqual([
      ['weight', 9 * 64 * 16],
    ]);
    expect(plan.parameters.map(({ binding, vectors }) => [binding, vectors])).toEqual([
      ['winogradWeight', 16 * 64 * 16],
    ]);
    expect(plan.steps[0]!.sources).toMatchObject({
      winogradWeight: { kind: 'parameter', id: plan.parameters[0]!.id },
    });
    const others = [
      [layerGraph({ padding: [1, 1, 1, 1], groups: 2 }), tensorsOf([64, 32, 3, 3])],
      [layerGraph({ padding: [2, 2, 2, 2], dilation: [2, 2] }), tensorsOf([64, 64, 3, 3])],
      [layerGraph({ padding: [1, 0, 1, 0] }), tensorsOf([64, 64, 3, 1])],
    ] as const;
    for (const [other, tensors] of others) {
      const [step] = planModel(other, tensors, { choose: chooseFor('nvidia', undefined) }).steps;
      expect(step!.kernel.name).not.toBe('conv2d.winograd');
    }
  });
});

/** A graph of one conv2d on 64 channels of 64x64. */
function layerGraph(attributes: Readonly<Record<string, unknown>>): Graph {
  return {
    formatVersion: 1,
    inputs: [{ kind: 'latent', name: 'x', shape: ['N', 64, 64, 64], distribution: 'normal' }],
    nodes: [
      { op: 'conv2d', name: 'layer', inputs: ['x'], weights: { weight: 'w' }, attributes, output: 'y' },
    ],
    outputs: [{ name: 'y', shape: ['N', 64, 64, 64], range: [-1, 1], channels: 'raw' }],
    provenance: {},
  };
}

function tensorsOf(shape: readonly number[]) {
  return new Map([['w', { dtype: 'F32', shape, begin: 0, end: 0 } as const]]);
}

describe('chooseByRules', () => {
  const rule = (kernel: string, sizes = {}) =>
    ({ operation: 'conv2d', kernel, basis: 'measured', ...sizes }) as const;
  const nameOf = (kernel: Kernel | undefined) => kernel?.name;
  const byRules = (rules: readonly TuningRule[]) =>
    chooseByRules(rules, new Set<string>(), (operation, name) =>
      kernelsOf(operation).find((kernel) => kernel.name === name),
    );

  it('takes the first rule that fits, both ends included', () => {
    const choose = byRules([
      rule('conv2d.splitk', { positions: { max: 64 } }),
      rule('conv2d.tiled', { positions: { min: 66 }, channels: { min: 8, max: 8 } }),
    ]);
    const on = (size: number, outputs: number) =>
      nameOf(choose(asOperation(conv2d), convolution([1, 4, size, 8], outputs)));
    expect(on(8, 8)).toBe('conv2d.splitk');
    expect(on(9, 8)).toBe('conv2d.tiled');
    expect(on(9, 9)).toBeUndefined();
    expect(nameOf(choose(linear, callOf(linear, [1, 8], [8, 8])))).toBeUndefined();
  });

  it('passes by a kernel that does not support the call', () => {
    const choose = byRules([rule('conv2d.tiled'), rule('conv2d')]);
    const grouped = (groups: number) =>
      callOf(asOperation(conv2d), [1, 8, 5, 5], [8, 8 / groups, 3, 3], { ...same, groups });
    expect(nameOf(choose(asOperation(conv2d), grouped(1)))).toBe('conv2d.tiled');
    expect(nameOf(choose(asOperation(conv2d), grouped(2)))).toBe('conv2d');
    expect(nameOf(choose(asOperation(conv2d), grouped(8)))).toBeUndefined();
    const wide = callOf(asOperation(conv2d), [1, 72, 5, 5], [68, 36, 3, 3], { ...same, groups: 2 });
    expect(nameOf(choose(asOperation(conv2d), wide))).toBe('conv2d.tiled');
  });

  it('passes by a kernel that needs a feature which the device lacks', () => {
    const head = convolution([1, 128, 4, 4], 64);
    const line = callOf(linear, [1, 512], [64, 512]);
    const subgroups = new Set(['subgroups']);
    for (const adapter of ['nvidia', 'amd', 'apple', 'intel']) {
      const [having, lacking] = [chooseFor(adapter, undefined, subgroups), chooseFor(adapter, undefined)];
      expect(nameOf(having(asOperation(conv2d), head))).toBe('conv2d.splitkSubgroups');
      expect(nameOf(lacking(asOperation(conv2d), head))).toBe('conv2d.splitk');
      expect(nameOf(having(linear, line))).toBe('linear.splitkSubgroups');
      expect(nameOf(lacking(linear, line))).toBe('linear.splitk');
    }
    for (const adapter of ['arm', 'qualcomm adreno']) {
      expect(nameOf(chooseFor(adapter, undefined, subgroups)(linear, line))).toBe('linear.splitk');
    }
  });

  it('gives a filter for each channel the depthwise kernel on every GPU, at any size', () => {
    for (const size of [4, 64]) {
      const call = callOf(asOperation(conv2d), [1, 96, size, size], [96, 1, 3, 3], { ...same, groups: 96 });
      for (const adapter of ['nvidia', 'amd', 'apple', 'intel', 'arm', 'qualcomm adreno']) {
        const kernel = chooseFor(adapter, undefined)(asOperation(conv2d), call);
        expect(nameOf(kernel)).toBe('conv2d.depthwise');
      }
    }
  });

  it('puts a measured table before the shipped rules', () => {
    const { graph, tensors } = headerOf(dcganModel());
    const measured = table([
      {
        operation: 'convTranspose2d',
        positions: { min: 64, max: 64 },
        kernel: 'convTranspose2d.tiled',
        basis: 'measured',
      },
    ]);
    const names = planModel(graph, tensors, { choose: chooseFor('nvidia', measured) }).steps.map(
      ({ kernel }) => kernel.name,
    );
    expect(names.slice(0, 3)).toEqual([
      'convTranspose2d.splitk',
      'convTranspose2d.tiled',
      'convTranspose2d.tiledSmall',
    ]);
  });
});

describe('parseTuning', () => {
  const rule = { operation: 'conv2d', kernel: 'conv2d.tiled', basis: 'measured' };

  it.each([
    [null, 'tuning is null, expected an object'],
    [{}, 'tuning.format is undefined, expected "roentgan-tuning"'],
    [{ ...table([]), version: 2 }, 'tuning.version is 2, expected 1'],
    [{ ...table([]), deviceClass: 'voodoo' }, /^tuning\.deviceClass is "voodoo", expected "software" or/],
    [{ ...table([]), rules: 7 }, 'tuning.rules is 7, expected an array'],
    [
      table([{ ...rule, kernel: 'conv2d.tield' }]),
      /^tuning\.rules\[0\]\.kernel is "conv2d\.tield", expected "conv2d" or/,
    ],
    [table([rule, { ...rule, kernel: 'linear' }]), /^tuning\.rules\[1\]\.kernel is "linear", expected/],
    [table([{ ...rule, basis: 'felt' }]), /^tuning\.rules\[0\]\.basis is "felt"/],
    [table([{ ...rule, position: {} }]), /^tuning\.rules\[0\] has the unknown field "position"/],
    [
      table([{ ...rule, depth: { min: '3' } }]),
      /^tuning\.rules\[0\]\.depth\.min is "3", expected a finite number/,
    ],
    [{ ...table([]), extra: 1 }, /^tuning has the unknown field "extra"/],
  ])('%j', (found, message) => {
    expect(() => parseTuning(found)).toThrow(TypeError);
    expect(() => parseTuning(found)).toThrow(message);
  });
});

function headerOf({ graph, tensors }: ReturnType<typeof dcganModel>) {
  const infos = new Map(
    [...tensors].map(([name, { shape, dtype }]) => [name, { shape, dtype, begin: 0, end: 0 }] as const),
  );
  return { graph, tensors: infos };
}
