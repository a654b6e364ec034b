import { afterEach, expect, test, vi } from 'vitest';
import { parseArguments } from './arguments.ts';
import { benchmarkInBrowser } from './browser/benchmarkInBrowser.ts';
import { dcgan } from './models/dcgan.ts';
import { benchmarkInProcesses } from './node/benchmarkInProcesses.ts';
import { prepareModel } from './preparedModel.ts';
import { reportMarkdown } from './report.ts';
import type { Results, Settings } from './results.ts';
import { isBrowser } from './runtimes.ts';

// Each runner measures a generator of 16 x 16 images with the build's code. A roentgan-cpu contender in a browser costs the ceiling's
// quarter of a minute, so only one test has it.

const tiny = () => prepareModel('tiny', dcgan('tiny', [16, 8]));
const version = expect.stringMatching(/^\d+\./);
const few = ['--runs', '2', '--warmup', '0', '--cold', '1', '--batches', '2', '--pause', '0'];

async function measure(...options: string[]): Promise<Results> {
  const parsed = parseArguments([...few, ...options]);
  const run = isBrowser(parsed.runtime) ? benchmarkInBrowser : benchmarkInProcesses;
  const kept: Results[] = [];
  const results = await run(
    parsed,
    parsed satisfies Settings,
    [tiny],
    () => {},
    (partly) => kept.push(partly),
  );
  expect(kept.map(({ models }) => models.map(({ name }) => name))).toEqual([['tiny']]);
  return results;
}

/** All of them took part, made the same image, and were timed. */
function expectMeasured({ failures, models, settings, adapter }: Results): void {
  expect(failures).toEqual([]);
  expect(adapter.webgpuIsSoftware).toBe(true);
  const [{ agreement, contenders }] = models as [Results['models'][number]];
  expect(contenders.map(({ name }) => name)).toEqual(settings.contenders);
  expect(agreement.pairs).toHaveLength((contenders.length * (contenders.length - 1)) / 2);
  expect(Math.max(...agreement.pairs.map(({ difference }) => difference))).toBeLessThan(1e-4);
  expect(agreement.deviation).toBeGreaterThan(0.1);
  for (const { name, image, firstImage, throughput, gpuBytes, counters } of contenders) {
    expect(image.samples).toHaveLength(2);
    expect(firstImage).toHaveLength(1);
    expect(throughput).toMatchObject([{ batch: 2 }]);
    const onGpu = name === 'roentgan' || name.endsWith('webgpu');
    expect((gpuBytes?.peak ?? 0) > 0, name).toBe(onGpu);
    expect(counters.dispatches > 0, name).toBe(onGpu);
  }
  expect(contenders[0]!.layers).toHaveLength(3);
}

afterEach(() => vi.unstubAllEnvs());

test('Chromium: all peers, each in a frame', async () => {
  const results = await measure(
    '--contenders',
    'roentgan,tfjs-webgpu,tfjs-wasm-1,ort-wasm-1,jax-webgpu,jax-wasm',
  );
  expectMeasured(results);
  expect(results).toMatchObject({ runtime: 'chromium', versions: { chromium: version } });
  for (const { download } of results.models[0]!.contenders) expect(download!.gzip).toBeGreaterThan(10_000);
});

test('Firefox: WebGPU switched on, beside peers', async () => {
  const results = await measure(...['--runtime', 'firefox', '--contenders', 'roentgan,tfjs-webgpu,jax-wasm']);
  expectMeasured(results);
  expect(results).toMatchObject({ runtime: 'firefox', versions: { firefox: version } });
  expect(results.adapter.webgpu).toContain('lavapipe');
});

test('Firefox without WebGPU: the processor is measured, and the report says what is lacking', async () => {
  vi.stubEnv('VK_ICD_FILENAMES', '/nowhere.json');
  vi.stubEnv('VK_DRIVER_FILES', '/nowhere.json');
  const results = await measure(
    '--runtime',
    'firefox',
    '--contenders',
    'roentgan,roentgan-cpu-1,tfjs-wasm-1',
  );
  const message = expect.stringMatching(/^firefox \d+\S* has no WebGPU adapter here$/);
  expect(results.failures).toEqual([{ model: 'every model', contender: 'roentgan', message }]);
  expect(results.models[0]!.contenders.map(({ name }) => name)).toEqual(['roentgan-cpu-1', 'tfjs-wasm-1']);
  expect(results.models[0]!.baseline).toBe('roentgan-cpu-1');
  expect(reportMarkdown(results)).toMatch(/\*\*Not measured: every model with roentgan\.\*\* firefox/);
});

test('Deno: wgpu and web workers, each contender in a process', async () => {
  const results = await measure(
    ...['--runtime', 'deno', '--software'],
    ...['--contenders', 'roentgan,roentgan-cpu-1,tfjs-webgpu,ort-wasm-1,jax-webgpu'],
  );
  expectMeasured(results);
  expect(results).toMatchObject({ runtime: 'deno', versions: { deno: version } });
  expect(results.models[0]!.contenders[0]!.backend).toBe('webgpu');
});
