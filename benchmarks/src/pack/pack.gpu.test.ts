import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Results } from '../results.ts';
import { packBundle } from './packBundle.ts';

const folder = mkdtempSync(join(tmpdir(), 'roentgan-pack-'));
const bundle = join(folder, 'bundle');
const clean = join(folder, 'clean');

beforeAll(() => void packBundle(bundle));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the bundle with nothing of this machine's environment but the driver for the tests. */
function run(...args: string[]): Promise<{ stdout: string; stderr: string }> {
  const driver = process.env.VK_ICD_FILENAMES;
  return promisify(execFile)(join(bundle, 'run.sh'), args, {
    cwd: folder,
    env: { PATH: '/usr/bin:/bin', ...(driver && { VK_ICD_FILENAMES: driver }) },
  });
}

const few = ['--runs', '1', '--warmup', '0', '--cold', '1', '--batches', '2', '--pause', '0'];

test('measures Roentgan and a peer, each in its process', async () => {
  const { stdout, stderr } = await run(
    ...['--only', 'dcgan64', '--contenders', 'roentgan,roentgan-cpu-1,ort-wasm-1,tfjs-wasm-1'],
    ...[...few, '--software', '--out', clean],
  );
  expect(stderr).toContain('WebGPU: SwiftShader');
  expect(stdout).toContain('**software**');
  const name = readdirSync(clean).find((file) => file.endsWith('.json'))!;
  const results = JSON.parse(readFileSync(join(clean, name), 'utf8')) as Results;
  expect(results.failures).toEqual([]);
  expect(results.versions.roentgan).not.toBe('unknown');
  const [{ agreement, contenders }] = results.models as [Results['models'][number]];
  expect(Math.max(...agreement.pairs.map(({ difference }) => difference))).toBeLessThan(1e-4);
  expect(contenders.map(({ name }) => name)).toEqual(results.settings.contenders);
  for (const { image, firstImage, throughput } of contenders) {
    expect(image.samples).toHaveLength(1);
    expect(firstImage).toHaveLength(1);
    expect(throughput).toMatchObject([{ batch: 2 }]);
  }
  const [roentgan] = contenders;
  expect(roentgan!.layers.map(({ milliseconds }) => milliseconds! > 0)).toEqual([
    true,
    true,
    true,
    true,
    true,
  ]);
  // 14.3 MB of weights, which are uploaded as they are stored and then packed.
  expect(roentgan!.gpuBytes!.now).toBeGreaterThan(14.3e6);
  expect(roentgan!.gpuBytes!.peak).toBeGreaterThan(roentgan!.gpuBytes!.now);
});

test('refuses a software adapter that was not asked for', async () => {
  await expect(run(...few)).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/the only adapter is SwiftShader.*, which is software, expected a GPU/),
  });
});

test('does not overwrite what is there', () => {
  expect(() => packBundle(bundle)).toThrow('is there already');
});
