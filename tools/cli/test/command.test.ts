import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readNpy, writeNpy } from '../src/npy.ts';
import { runCommand } from './runCommand.ts';
import { temporaryFolder } from './temporaryFolder.ts';
import { tinyImage, tinyModelFile } from './tinyModel.ts';

const folder = temporaryFolder();
const run = (...args: string[]) => runCommand(folder, ...args);
writeFileSync(join(folder, 'tiny.safetensors'), tinyModelFile);
writeFileSync(join(folder, 'short.safetensors'), tinyModelFile.subarray(0, -5));
writeFileSync(join(folder, 'noise.onnx'), Buffer.alloc(300, 0xf7));
writeFileSync(join(folder, 'noise.json'), '{ "layers": [');
writeFileSync(
  join(folder, 'z.npy'),
  writeNpy({ shape: [2, 4], data: Float32Array.from([1, 2, 3, 4, -1, 0, 1, 0]) }),
);
writeFileSync(
  join(folder, 'grade.npy'),
  writeNpy({ shape: [2, 3], data: Float32Array.from([1, 0, 0, 0, 0, 1]) }),
);
writeFileSync(join(folder, 'wide.npy'), writeNpy({ shape: [2, 5], data: new Float32Array(10) }));
writeFileSync(join(folder, 'short.npy'), readFileSync(join(folder, 'z.npy')).subarray(0, -3));

describe('exit codes: one line on stderr, nothing on stdout, nothing written', () => {
  const model = ['--model', 'tiny.safetensors', '--backend', 'cpu', '--out', 'refused'];
  const inputs = ['--input', 'z=z.npy', '--input', 'grade=grade.npy', '--backend', 'cpu'];
  const output = ['--output', 'image=refused.npy'];
  test.each<[number, RegExp, string[]]>([
    [
      2,
      /no command, expected one of generate, export, convert, inspect, run, measure, check, audit, edits, study, bench, view/,
      [],
    ],
    [2, /unknown command "paint", expected one of generate/, ['paint']],
    [2, /unknown command "constructor"/, ['constructor']],
    [2, /unknown option '--sede'/, ['generate', '--sede', '1']],
    [2, /--seed is "x"/, ['generate', '--seed', 'x']],
    [2, /--count is "0"/, ['generate', '--count', '0']],
    [2, /--truncation is "2"/, ['generate', '--truncation', '2']],
    [2, /--backend is "gpu", expected auto, webgpu, cpu, reference/, ['generate', '--backend', 'gpu']],
    [2, /--threads is "0", expected a number from 1 to 64/, ['generate', '--threads', '0']],
    [2, /unexpected argument "extra"/, ['generate', 'extra']],
    [2, /--label "side" is not in the model, expected grade/, ['generate', ...model, '--label', 'side=1']],
    [2, /--label grade is "3", expected 0 to 2/, ['generate', ...model, '--label', 'grade=3']],
    [2, /--edit "age" is not in the model, which has none/, ['generate', ...model, '--edit', 'age=1']],
    [2, /--truncation: the model has none/, ['generate', ...model, '--truncation', '0.5']],
    [
      1,
      /missing.safetensors: no such file/,
      ['generate', '--model', 'missing.safetensors', '--out', 'refused'],
    ],
    [
      1,
      /short.safetensors/,
      ['generate', '--model', 'short.safetensors', '--backend', 'cpu', '--out', 'refused'],
    ],
    [2, /MODEL is missing/, ['inspect']],
    [1, /short.safetensors/, ['inspect', 'short.safetensors']],
    [1, /\.: is a folder, expected a file/, ['inspect', '.']],
    [2, /--input NAME=FILE.npy is missing/, ['run', 'tiny.safetensors', ...output]],
    [2, /--output NAME=FILE.npy is missing/, ['run', 'tiny.safetensors', ...inputs]],
    [
      2,
      /--input grade=FILE.npy is missing/,
      ['run', 'tiny.safetensors', '--backend=cpu', '--input=z=z.npy', ...output],
    ],
    [
      2,
      /--output "picture" is not in the model, expected image/,
      ['run', 'tiny.safetensors', ...inputs, '--output=picture=refused.npy'],
    ],
    [1, /short.npy: holds 29 bytes/, ['run', 'tiny.safetensors', '--input=z=short.npy', ...output]],
    [
      1,
      /wide|z/,
      [
        'run',
        'tiny.safetensors',
        '--backend=cpu',
        '--input=z=wide.npy',
        '--input=grade=grade.npy',
        ...output,
      ],
    ],
    [2, /-o MODEL.safetensors is missing/, ['convert', 'noise.onnx']],
    [2, /expected a name that ends in .safetensors or .onnx/, ['convert', 'noise.onnx', '-o', 'refused.pt']],
    [1, /noise.onnx: .*a safetensors file/, ['convert', 'noise.onnx', '-o', 'refused.onnx']],
    [1, /short.safetensors/, ['convert', 'short.safetensors', '-o', 'refused.onnx']],
    ...[
      '--dtype=f16',
      '--shape=z=1,4',
      '--truncation=0.5',
      '--verify',
      '--arch=mlp',
      '--provenance=a.json',
      '--backend=cpu',
      '--threads=2',
    ].map((option): [number, RegExp, string[]] => [
      2,
      /--\w+ does not go with -o refused.onnx, expected a name that ends in .safetensors/,
      ['convert', 'tiny.safetensors', '-o', 'refused.onnx', option],
    ]),
    [
      2,
      /--dtype is "int4", expected f32, f16, int8/,
      ['convert', 'noise.onnx', '-o', 'refused.safetensors', '--dtype', 'int4'],
    ],
    [
      2,
      /--arch is "vgg", expected .*dcgan/,
      ['convert', 'noise.onnx', '-o', 'refused.safetensors', '--arch', 'vgg'],
    ],
    [
      1,
      /noise.json: is not JSON/,
      ['convert', 'noise.onnx', '-o', 'refused.safetensors', '--arch', 'noise.json'],
    ],
    [1, /noise.onnx/, ['convert', 'noise.onnx', '-o', 'refused.safetensors']],
    [
      2,
      /--threads goes with --verify, which is missing/,
      ['convert', 'noise.onnx', '-o', 'refused.safetensors', '--threads', '2'],
    ],
    [
      2,
      /--backend is "reference", expected auto, webgpu, cpu/,
      ['convert', 'noise.onnx', '-o', 'refused.safetensors', '--verify', '--backend', 'reference'],
    ],
    [
      1,
      /noise.json: is not JSON/,
      ['convert', 'noise.onnx', '-o', 'refused.safetensors', '--provenance', 'noise.json'],
    ],
    [2, /--port is "0"/, ['view', 'tiny.safetensors', '--port', '0']],
    [1, /short.safetensors/, ['view', 'short.safetensors']],
  ])('%i %s', (code, message, args) => {
    const result = run(...args);
    const lines = result.stderr.split('\n').filter((line) => line !== '' && !/^(cpu|reference): /.test(line));
    expect(lines.join('\n')).toMatch(message);
    expect(lines).toHaveLength(1);
    expect(result.code).toBe(code);
    expect(result.stdout).toBe('');
    expect(readdirSync(folder).filter((name) => name.includes('refused') || name.startsWith('.'))).toEqual(
      [],
    );
  });
});

describe('help', () => {
  test.each([[['--help']], [['generate', '--help']], [['--version']]])('%o goes to stdout', (args) => {
    const result = run(...args);
    expect(result).toMatchObject({ code: 0, stderr: '' });
    expect(result.stdout).toMatch(/roentgan generate|^\d+\.\d+\.\d+\n$/);
  });
});

describe('generate', () => {
  test('images, manifest and contact sheet, spread over the classes', () => {
    const result = run(
      'generate',
      '--model',
      'tiny.safetensors',
      '--count',
      '6',
      '--seed',
      '5',
      '--backend',
      'cpu',
    );
    expect(result).toMatchObject({ code: 0 });
    expect(result.stderr).toMatch(/^cpu: WebAssembly (relaxed )?SIMD, \d+ threads?\n$/);
    const manifest = readFileSync(join(folder, 'out/manifest.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(manifest.map((entry) => [entry.seed, entry.labels.grade])).toEqual([
      [5, 0],
      [6, 0],
      [7, 1],
      [8, 1],
      [9, 2],
      [10, 2],
    ]);
    expect(manifest[0]).toMatchObject({
      file: 'tiny-grade0-seed0005.png',
      edits: {},
      backend: 'cpu',
      synthetic: true,
    });
    expect(manifest[0].modelSha256).toMatch(/^[0-9a-f]{64}$/);
    const files = [...manifest.map((entry) => entry.file), 'contact-sheet.png', 'manifest.jsonl'].sort();
    expect(readdirSync(join(folder, 'out')).sort()).toEqual(files);
    for (const file of files.filter((name) => name.endsWith('.png'))) {
      const png = readFileSync(join(folder, 'out', file));
      expect(png.toString('latin1', 1, 4)).toBe('PNG');
      expect(png.includes('trainedAlgorithmicMedia')).toBe(true);
    }
  });

  test('--json lists the images; the same seed gives the same file', () => {
    const once = run(
      'generate',
      '--model',
      'tiny.safetensors',
      '--label',
      'grade=much',
      '--backend',
      'cpu',
      '--out',
      'a',
      '--json',
    );
    const twice = run(
      'generate',
      '--model',
      'tiny.safetensors',
      '--label',
      'grade=2',
      '--backend',
      'cpu',
      '--out',
      'b',
      '--json',
    );
    const [image] = JSON.parse(once.stdout).images;
    expect(image).toMatchObject({ file: 'tiny-grade2-seed0000.png', labels: { grade: 2 } });
    expect(JSON.parse(twice.stdout).images).toEqual([image]);
    const bytes = ['a', 'b'].map((out) => readFileSync(join(folder, out, image.file)));
    expect(bytes[0]!.equals(bytes[1]!)).toBe(true);
  });

  test('a name taken by a folder: exit 1, one line, no staging folder left', () => {
    mkdirSync(join(folder, 'taken', 'contact-sheet.png', 'x'), { recursive: true });
    const result = run('generate', '--model', 'tiny.safetensors', '--backend', 'cpu', '--out', 'taken');
    expect(result.code).toBe(1);
    expect(readdirSync(join(folder, 'taken')).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});

test.each([
  ['cpu', ['--threads', '2'], /^cpu: WebAssembly (relaxed )?SIMD, 2 threads\n$/],
  ['cpu', ['--threads', '1'], /^cpu: WebAssembly (relaxed )?SIMD, 1 thread\n$/],
  ['reference', [], /^reference: plain loops on the CPU\n$/],
])('run on %s %o: values, names and batch of the files', (backend, more, said) => {
  const result = run(
    'run',
    'tiny.safetensors',
    '--backend',
    backend,
    ...more,
    '--input',
    'z=z.npy',
    '--input',
    'grade=grade.npy',
    '--output',
    'image=made/image.npy',
    '--json',
  );
  expect(result.code, result.stderr).toBe(0);
  expect(result.stderr).toMatch(said);
  expect(JSON.parse(result.stdout).outputs).toEqual([
    { name: 'image', file: 'made/image.npy', shape: [2, 1, 4, 4] },
  ]);
  const image = readNpy(readFileSync(join(folder, 'made/image.npy')), 'image.npy');
  const expected = [...tinyImage([1, 2, 3, 4], [1, 0, 0]), ...tinyImage([-1, 0, 1, 0], [0, 0, 1])];
  expect(image.shape).toEqual([2, 1, 4, 4]);
  expected.forEach((value, index) => {
    expect(image.data[index]).toBeCloseTo(value, 5);
  });
});

test('inspect: layers and totals', () => {
  const summary = JSON.parse(run('inspect', 'tiny.safetensors', '--json').stdout);
  expect(summary.layers.map((layer: { op: string }) => layer.op)).toEqual([
    'concat',
    'linear',
    'reshape',
    'tanh',
  ]);
  expect(summary).toMatchObject({ name: 'tiny', parameters: 16 * 7 + 16, macs: 16 * 7 });
  const text = run('inspect', 'tiny.safetensors').stdout;
  expect(text).toMatch(/input +grade \[N,3\] label, one-hot: none, some, much \(default 0\)/);
  expect(text).toMatch(/linear +mix +\[1,16\] +128 +112/);
  expect(existsSync(join(folder, 'refused'))).toBe(false);
});
