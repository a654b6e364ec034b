import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runCommand } from './runCommand.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const folder = temporaryFolder();
const run = (...args: string[]) => runCommand(folder, ...args);
const families = fileURLToPath(new URL('../../weight-converter/test/families/', import.meta.url));
for (const name of ['tfjs-graph-dcgan-20', 'tfjs-graph-unet-16x16'])
  cpSync(join(families, name), join(folder, name), { recursive: true });

test.each(['tfjs-graph-dcgan-20/model.json', 'tfjs-graph-dcgan-20'])(
  'a TensorFlow.js graph model %s converts, is verified and generates',
  (source) => {
    const args = [
      'convert',
      source,
      '-o',
      'dcgan.safetensors',
      '--verify',
      '--backend',
      'cpu',
      '--threads',
      '1',
    ];
    const converted = run(...args, '--json');
    expect(converted.code, converted.stderr).toBe(0);
    const { verified } = JSON.parse(converted.stdout);
    expect(verified.maximum).toBeLessThan(1e-5);
    expect(verified.largest).toBeGreaterThan(0.2);
    const generated = run(
      ...['generate', '--model', 'dcgan.safetensors', '--seed', '3', '--count', '2'],
      ...['--backend', 'cpu', '--threads', '1', '--out', 'images'],
    );
    expect(generated.code, generated.stderr).toBe(0);
    const [image] = readFileSync(join(folder, 'images/manifest.jsonl'), 'utf8').trim().split('\n');
    expect(JSON.parse(image!)).toMatchObject({ seed: 3 });
  },
);

test('a size that the file leaves open is asked for, and taken', () => {
  const args = ['convert', 'tfjs-graph-unet-16x16', '-o', 'unet.safetensors'];
  const refused = run(...args);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(/input "picture" has no fixed size .* --shape picture=1,256,256,3\n$/);
  const converted = run(...args, '--shape', 'picture=1,24,16,3');
  expect(converted.code, converted.stderr).toBe(0);
  expect(converted.stderr).toMatch(/Input "picture" is taken as an image with values from 0 to 1/);
  expect(run('inspect', 'unet.safetensors').stdout).toMatch(/24/);
});

test('a shard that is not there, and one that is cut short', () => {
  const shard = join(folder, 'tfjs-graph-dcgan-20/group1-shard1of2.bin');
  const bytes = readFileSync(shard);
  writeFileSync(shard, bytes.subarray(0, 100));
  const short = run('convert', 'tfjs-graph-dcgan-20', '-o', 'short.safetensors');
  expect(short.code).toBe(1);
  expect(short.stderr).toMatch(
    /^roentgan convert: model\.json: shard "group1-shard1of2\.bin", "group1-shard2of2\.bin" has \d+ bytes, but .*\n$/,
  );
  rmSync(shard);
  const gone = run('convert', 'tfjs-graph-dcgan-20', '-o', 'gone.safetensors');
  expect(gone.code).toBe(1);
  expect(gone.stderr).toMatch(
    /^roentgan convert: model\.json: shard "group1-shard1of2\.bin" cannot be read: [^\n]+ is not there\n$/,
  );
});
