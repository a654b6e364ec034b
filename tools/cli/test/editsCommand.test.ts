import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tensorFromFloat32, writeModel } from '@roentgan/gan-runtime/model-file';
import { describe, expect, test } from 'vitest';
import { runCommand } from './runCommand.ts';
import { temporaryFolder } from './temporaryFolder.ts';
import { tinyModel, tinyModelFile } from './tinyModel.ts';

const folder = temporaryFolder();
writeFileSync(join(folder, 'tiny.safetensors'), tinyModelFile);
const { graph, tensors } = tinyModel;
const severity = { name: 'severity', label: { tensor: 'grade' }, unit: 'grades', range: [-2, 2] } as const;
const size = {
  name: 'joint space: medial',
  tensor: 'z',
  vector: 'v',
  unit: '%',
  range: [-1.5, 1.5],
} as const;
writeFileSync(
  join(folder, 'edited.safetensors'),
  writeModel({
    graph: { ...graph, edits: [severity, size] },
    tensors: new Map(tensors).set('v', tensorFromFloat32(Float32Array.of(0.5, 0, 0, 1), [4])),
  }),
);
const cpu = ['--backend', 'cpu', '--threads', '1'];

describe('roentgan edits animate', () => {
  test('writes a GIF of each edit, marked as synthetic, the same each time', () => {
    const animate = (out: string) =>
      runCommand(folder, 'edits', 'animate', 'edited.safetensors', '-o', out, '--frames', '4', ...cpu);
    const result = animate('gifs');
    expect(result).toMatchObject({ code: 0, stdout: '2 animations in gifs\n' });
    const names = ['joint-space-medial.gif', 'severity.gif'];
    expect(readdirSync(join(folder, 'gifs')).sort()).toEqual(names);
    animate('again');
    for (const name of names) {
      const gif = readFileSync(join(folder, 'gifs', name));
      expect(gif.subarray(0, 6).toString('latin1')).toBe('GIF89a');
      expect(gif.toString('latin1')).toContain('digitalsourcetype/trainedAlgorithmicMedia');
      expect(readFileSync(join(folder, 'again', name)).equals(gif)).toBe(true);
    }
  });

  test('a label that is not the model’s leaves no folder', () => {
    const args = ['edits', 'animate', 'edited.safetensors', '-o', 'none', '--label', 'age=3', ...cpu];
    const result = runCommand(folder, ...args);
    expect(result.code).toBe(2);
    expect(result.stderr).toContain('--label "age" is not in the model, expected grade');
    expect(existsSync(join(folder, 'none'))).toBe(false);
  });
});

describe('roentgan edits refuses in one line', () => {
  const tiny = 'tiny.safetensors';
  test.each<[number, string, string[]]>([
    [2, 'found nothing, expected one of find, check, animate', []],
    [2, 'found "make", expected one of find, check, animate', ['make']],
    [2, 'MODEL is missing', ['find']],
    [2, '-o MODEL.safetensors is missing', ['find', tiny]],
    [2, '-o is the model itself, tiny.safetensors', ['find', tiny, '-o', `./${tiny}`]],
    [2, '-o is "x.onnx", expected a name that ends in .safetensors', ['find', tiny, '-o', 'x.onnx']],
    [
      2,
      '--samples is "2", expected a number from 10',
      ['find', tiny, '-o', 'x.safetensors', '--samples', '2'],
    ],
    [2, '--mix is "1,2", expected 3 numbers', ['find', tiny, '-o', 'x.safetensors', '--mix', '1,2']],
    [
      1,
      '--learned gone.json: cannot be read',
      ['find', tiny, '-o', 'x.safetensors', '--learned', 'gone.json'],
    ],
    [1, 'gone.safetensors: no such file', ['check', 'gone.safetensors']],
    [1, 'tiny.safetensors: has none of the edits that are measured', ['check', tiny]],
    [1, 'measureKnee: image is 4x4, expected a square', ['find', tiny, '-o', 'x.safetensors']],
    [2, '-o DIR is missing', ['animate', tiny]],
    [1, 'tiny.safetensors: has no edits, expected some', ['animate', tiny, '-o', 'd']],
  ])('%d: %s', (code, message, args) => {
    const result = runCommand(folder, 'edits', ...args, ...(args.length > 1 ? cpu : []));
    expect(result.stderr.trim().split('\n').at(-1)).toContain(`roentgan edits: ${message}`);
    expect(result.code).toBe(code);
    expect(readdirSync(folder).filter((name) => /^(x\.|d$|\.)/.test(name))).toEqual([]);
  });
});
