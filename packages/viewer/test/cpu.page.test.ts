import { expect, type Page } from '@playwright/test';
import type { GanViewer } from '@roentgan/viewer';
import { cdnUrl, elementUrl, greyLevels, picture, test } from './site.ts';

const moduleFiles = /gan-viewer-(simd|simdShared|relaxed|relaxedShared)\.js$/;

test('an isolated page shares memory: as many threads as asked for draw', async ({ page }) => {
  await page.goto(elementUrl({ backend: 'cpu', threads: '2' }));
  expect(await greyLevels(page)).toBeGreaterThan(20);
  await expect(status(page)).toHaveText(/^CPU: WebAssembly (relaxed )?SIMD, 2 threads$/);
});

test('a page that is not isolated has one thread, and the same picture', async ({ page }) => {
  await page.goto(elementUrl({ backend: 'cpu', threads: '2' }));
  const expected = await picture(page);
  await page.goto(elementUrl({ backend: 'cpu', threads: '2', plain: '' }));
  expect(await picture(page)).toBe(expected);
  await expect(status(page)).toHaveText(/^CPU: WebAssembly (relaxed )?SIMD, 1 thread$/);
});

for (const page of [{}, { plain: '' }] as const) {
  test(`a policy without blob workers: the page's own thread draws ${JSON.stringify(page)}`, async ({
    page: tab,
    expected,
  }) => {
    expected.consoleErrors.push(/Creating a worker from 'blob:.* violates/);
    await tab.goto(elementUrl({ backend: 'cpu', threads: '2', policy: "worker-src 'self'", ...page }));
    expect(await greyLevels(tab)).toBeGreaterThan(20);
    await expect(status(tab)).toHaveText(/^CPU: WebAssembly (relaxed )?SIMD, on the page's own thread$/);
  });
}

test('a policy without WebAssembly: the reference draws, and the page says why', async ({ page }) => {
  await page.goto(elementUrl({ backend: 'cpu', policy: "script-src 'self'" }));
  expect(await greyLevels(page)).toBeGreaterThan(20);
  await expect(status(page)).toHaveText('Reference: plain loops on the CPU');
  await expect(status(page)).toHaveAttribute('title', /WebAssembly SIMD is missing/);
});

test('a policy that allows both: a worker draws', async ({ page }) => {
  const policy = "script-src 'self' 'wasm-unsafe-eval'; worker-src blob:";
  await page.goto(elementUrl({ backend: 'cpu', threads: '2', policy }));
  expect(await greyLevels(page)).toBeGreaterThan(20);
  await expect(status(page)).toHaveText(/^CPU: WebAssembly (relaxed )?SIMD, 2 threads$/);
});

test('auto leaves a software adapter for the CPU, and says why', async ({ page }) => {
  await page.goto(elementUrl({ backend: 'auto' }));
  expect(await greyLevels(page)).toBeGreaterThan(20);
  await expect(status(page)).toHaveText(/^CPU: WebAssembly /);
  await expect(status(page)).toHaveAttribute('title', /only WebGPU adapter \(.*swiftshader.*\) is software/i);
});

test('pixels of the CPU and of WebGPU agree', async ({ page }) => {
  await page.goto(elementUrl({ backend: 'webgpu', src: '/knee.safetensors' }));
  await picture(page);
  const { backends, largest, shades } = await page
    .locator('gan-viewer')
    .evaluate(async (viewer: GanViewer) => {
      const seeds = [0, 1, 2];
      const make = async () => (await viewer.generator!.generate({ seeds })).map(({ rgba }) => rgba);
      const backends = [viewer.generator!.backend];
      const gpu = await make();
      const ready = new Promise((resolve) => viewer.addEventListener('ready', resolve, { once: true }));
      viewer.backend = 'cpu';
      await ready;
      backends.push(viewer.generator!.backend);
      const cpu = await make();
      let largest = 0;
      cpu.forEach((image, at) => {
        image.forEach((value, byte) => {
          largest = Math.max(largest, Math.abs(value - gpu[at]![byte]!));
        });
      });
      return { backends, largest, shades: new Set(cpu.flatMap((image) => [...image])).size };
    });
  expect(backends).toEqual(['webgpu', 'cpu']);
  expect(largest).toBeLessThanOrEqual(2);
  expect(shades).toBeGreaterThan(60);
});

test('the page goes on while images are made', async ({ page }) => {
  await page.goto(elementUrl({ backend: 'cpu', threads: '2', src: '/knee.safetensors' }));
  await picture(page);
  const { ticks, calls } = await page.locator('gan-viewer').evaluate(async (viewer: GanViewer) => {
    const { port1, port2 } = new MessageChannel();
    let count = 0;
    port1.onmessage = () => {
      count++;
      port2.postMessage(0);
    };
    port2.postMessage(0);
    const images = 20;
    let ticks = 0;
    for (let seed = 0; seed < images; seed++) {
      const before = count;
      await viewer.generator!.generate({ seed });
      ticks += count - before;
    }
    port1.close();
    return { ticks, calls: images * viewer.generator!.counters.dispatches };
  });
  expect(calls).toBeGreaterThan(20);
  // A thread that ran the model's calls itself could tick twice a call (before and after it), no more.
  expect(ticks).toBeGreaterThan(2 * calls);
});

test('a page on WebGPU loads the entry, what reads labels, and the operations of convolutional generators', async ({
  page,
}) => {
  const scripts = loadedScripts(page);
  await page.goto(elementUrl({ backend: 'webgpu' }));
  await picture(page);
  expect(scripts.sort()).toEqual(['gan-viewer-convolutional.js', 'gan-viewer-extras.js', 'gan-viewer.js']);
});

for (const [kind, plain, expected] of [
  ['isolated', {}, /Shared\.js$/],
  ['plain', { plain: '' }, /(simd|relaxed)\.js$/],
] as const) {
  test(`a page on the CPU loads one WebAssembly module (${kind})`, async ({ page }) => {
    const scripts = loadedScripts(page);
    await page.goto(elementUrl({ backend: 'cpu', threads: '2', ...plain }));
    await picture(page);
    const modules = scripts.filter((file) => moduleFiles.test(file));
    expect(modules).toEqual([expect.stringMatching(expected)]);
    const others = ['', '-convolutional', '-extras', '-openCpu', '-worker'].map(
      (part) => `gan-viewer${part}.js`,
    );
    expect(scripts.sort()).toEqual([...others, ...modules].sort());
  });
}

for (const [backend, shown] of [
  ['cpu', /^CPU: WebAssembly (relaxed )?SIMD, 2 threads$/],
  ['webgpu', /^WebGPU: /],
] as const) {
  test(`from another origin and folder, under an address with a query (${backend})`, async ({ page }) => {
    await page.goto(elementUrl({ backend, threads: '2', script: cdnUrl('gan-viewer.js?v=2') }));
    expect(await greyLevels(page)).toBeGreaterThan(20);
    await expect(status(page)).toHaveText(shown);
  });
}

function status(page: Page) {
  return page.locator('gan-viewer .status');
}

/** Names of the scripts that the page asks for from now on. */
function loadedScripts(page: Page): string[] {
  const names: string[] = [];
  page.on('request', (request) => {
    const { protocol, pathname } = new URL(request.url());
    if (protocol !== 'blob:' && pathname.endsWith('.js')) names.push(pathname.split('/').at(-1)!);
  });
  return names;
}
