import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Model, tensorFromFloat32, writeModel } from '@roentgan/gan-runtime/model-file';
import { describe, expect, test } from 'vitest';
import { runCommand } from './runCommand.ts';
import { temporaryFolder } from './temporaryFolder.ts';
import { tinyModelFile } from './tinyModel.ts';

const folder = temporaryFolder();
const run = (...args: string[]) => runCommand(folder, ...args);

/** x [N,1,4,4] times 0.9 is the predicted noise; the class of two, of which the second stands for none, adds its own. */
const noisyModel: Model = {
  graph: {
    formatVersion: 1,
    name: 'noisy',
    inputs: [
      { kind: 'latent', name: 'x', shape: ['N', 1, 4, 4], distribution: 'normal' },
      { kind: 'label', name: 't', shape: ['N', 1], encoding: 'value', default: 0 },
      { kind: 'label', name: 'digit', shape: ['N', 3], encoding: 'one-hot', default: 0 },
    ],
    nodes: [
      {
        op: 'conv2d',
        name: 'scale',
        inputs: ['x'],
        weights: { weight: 'scale.weight' },
        attributes: { stride: [1, 1], padding: [0, 0, 0, 0] },
        output: 'scaled',
      },
      {
        op: 'concat',
        name: 'join',
        inputs: ['digit', 't'],
        weights: {},
        attributes: { axis: 1 },
        output: 'joined',
      },
      {
        op: 'linear',
        name: 'shift',
        inputs: ['joined'],
        weights: { weight: 'shift.weight' },
        attributes: {},
        output: 'shift',
      },
      {
        op: 'reshape',
        name: 'column',
        inputs: ['shift'],
        weights: {},
        attributes: { shape: ['N', 1, 1, 1] },
        output: 'column',
      },
      { op: 'add', name: 'sum', inputs: ['scaled', 'column'], weights: {}, attributes: {}, output: 'noise' },
    ],
    outputs: [{ name: 'noise', shape: ['N', 1, 4, 4], range: [-1, 1], channels: 'grey' }],
    sampler: {
      kind: 'ddim',
      image: 'x',
      timestep: { input: 't', scale: 1, offset: 0 },
      output: 'noise',
      prediction: 'epsilon',
      schedule: { kind: 'linear', trainSteps: 100, betaStart: 0.001, betaEnd: 0.1 },
      steps: 6,
      clip: [-1, 1],
      guidance: { label: 'digit', null: 2, scale: 2 },
    },
    provenance: { synthetic: true },
  },
  tensors: new Map([
    ['scale.weight', tensorFromFloat32(Float32Array.of(0.9), [1, 1, 1, 1])],
    ['shift.weight', tensorFromFloat32(Float32Array.of(0.1, -0.1, 0.02, 0.001), [1, 4])],
  ]),
};
writeFileSync(join(folder, 'noisy.safetensors'), writeModel(noisyModel));
writeFileSync(join(folder, 'tiny.safetensors'), tinyModelFile);

describe('generate with a sampler', () => {
  const generate = (out: string, ...options: string[]) =>
    run(
      'generate',
      '--model',
      'noisy.safetensors',
      '--backend',
      'cpu',
      '--out',
      out,
      '--count',
      '2',
      ...options,
    );
  const manifest = (out: string) =>
    readFileSync(join(folder, out, 'manifest.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));

  test("the model's own settings, one image of each class but that which stands for none", () => {
    const result = generate('own');
    expect(result.code, result.stderr).toBe(0);
    expect(manifest('own')).toMatchObject([
      { seed: 0, labels: { digit: 0 }, sampler: 'ddim', steps: 6, guidance: 2 },
      { seed: 1, labels: { digit: 1 }, sampler: 'ddim', steps: 6, guidance: 2 },
    ]);
  });

  test('--sampler, --steps and --guidance change the image and stand in it', () => {
    const settings = ['--sampler', 'dpmSolver++', '--steps', '3', '--guidance', '5'];
    const result = generate('asked', '--label', 'digit=1', ...settings);
    expect(result.code, result.stderr).toBe(0);
    const [entry] = manifest('asked');
    expect(entry).toMatchObject({ sampler: 'dpmSolver++', steps: 3, guidance: 5 });
    const png = readFileSync(join(folder, 'asked', entry.file)).toString('latin1');
    expect(png).toContain('<roentgan:Sampler>dpmSolver++</roentgan:Sampler>');
    generate('plain', '--label', 'digit=1');
    expect(readFileSync(join(folder, 'plain', entry.file)).toString('latin1')).not.toBe(png);
  });

  test.each<[RegExp, string[]]>([
    [/--steps is "0", expected a number from 1 to 10000/, ['--steps', '0']],
    [/--sampler is "euler", expected ddpm, ddim/, ['--sampler', 'euler']],
    [/--guidance is "much"/, ['--guidance', 'much']],
    [/--steps: the model has no sampler/, ['--model', 'tiny.safetensors', '--steps', '3']],
  ])('%s: exit 2', (message, options) => {
    const result = generate('refused', ...options);
    expect(result.code).toBe(2);
    expect(result.stderr).toMatch(message);
  });

  test('more steps than training steps, or a sampler of the other kind: exit 2', () => {
    expect(generate('refused', '--steps', '101')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--steps is 101, this model takes 1 to 100'),
    });
    expect(generate('refused', '--sampler', 'flowHeun').stderr).toContain(
      '--sampler is "flowHeun", this model takes ddpm, ddim, dpmSolver++',
    );
  });
});

test('inspect shows the sampler', () => {
  const { stdout } = run('inspect', 'noisy.safetensors');
  expect(stdout).toContain('sampler     ddim, 6 steps, linear betas 0.001 to 0.1 of 100 training steps\n');
  expect(stdout).toContain('sampler     takes x and t = time, gives epsilon as noise, clamped to -1 to 1\n');
  expect(stdout).toContain('sampler     guidance 2 by digit, none is 2\n');
  const { sampler } = JSON.parse(run('inspect', 'noisy.safetensors', '--json').stdout);
  expect(sampler).toEqual(noisyModel.graph.sampler);
});
