import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import sirv from 'sirv';
import { createServer as createVite } from 'vite';

// `node packages/viewer/measure/studio.mjs [RUNS] [BACKEND,...]` after a build: how long the studio takes from navigation to its first knee and from a
// slider to its picture, and how long the page's thread is kept busy, in Chromium on this machine. The middle of RUNS (5) fresh profiles, least
// and most behind it. From the slider's event to the event of the image; the same image made by the generator alone is measured in turn.
const runs = Number(process.argv[2] ?? 5);
const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const backends = (process.argv[3] ?? 'auto,cpu,webgpu').split(',');
const images = 8;

const folders = ['../dist', '../../../models'].map((folder) => sirv(path(folder), { dev: true }));
const server = createServer((request, response) => {
  response.setHeader('cross-origin-opener-policy', 'same-origin');
  response.setHeader('cross-origin-embedder-policy', 'require-corp');
  folders[0](request, response, () => folders[1](request, response, () => response.writeHead(404).end()));
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const launchOptions = await optionsOfTests();

for (const backend of backends) {
  const results = [];
  for (let run = 0; run < runs; run++) results.push(await measure(backend));
  const [{ adapter }] = results;
  console.log(`${backend} (${adapter})`);
  for (const [name, unit] of [
    ['first image', 'ms after navigation'],
    ['an image', `ms, of ${images} that differ in seed and an edit`],
    ['from a slider to its picture', `ms, median of ${images}`],
    ['the same picture, generator alone', `ms, median of ${images}`],
    ['longest task until the first image', 'ms (0: none over 50 ms)'],
    ['longest task while generating', 'ms (0: none over 50 ms)'],
  ]) {
    const values = results.map((result) => result[name]).sort((a, b) => a - b);
    const middle = values[Math.floor(values.length / 2)];
    console.log(
      `  ${name}: ${middle.toFixed(0)} (${values[0].toFixed(0)} to ${values.at(-1).toFixed(0)}) ${unit}`,
    );
  }
}
server.close();

/** A fresh browser: nothing of the page, its shaders or its code is cached. */
async function measure(backend) {
  const browser = await chromium.launch({ headless: true, ...launchOptions });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.addInitScript(() => {
      const tasks = [];
      new PerformanceObserver((list) => tasks.push(...list.getEntries())).observe({
        type: 'longtask',
        buffered: true,
      });
      const drawn = new Promise((resolve) => {
        const watch = () =>
          document
            .querySelector('gan-viewer')
            .addEventListener('image', () => resolve(performance.now()), { once: true });
        addEventListener('DOMContentLoaded', watch, { once: true });
        if (document.readyState !== 'loading') watch();
      });
      Object.assign(globalThis, { tasks, drawn });
    });
    await page.goto(
      `http://localhost:${server.address().port}/studio/?model=/knee.safetensors&backend=${backend}`,
    );
    return await page.evaluate(async (images) => {
      const { tasks, drawn } = globalThis;
      const longest = (from, to) =>
        Math.max(
          0,
          ...tasks
            .filter(({ startTime }) => startTime >= from && startTime < to)
            .map(({ duration }) => duration),
        );
      const first = await drawn;
      const viewer = document.querySelector('gan-viewer');
      const rest = () => new Promise((resolve) => setTimeout(resolve, 500));
      await rest();
      const start = performance.now();
      const edit = viewer.generator.model.edits[0].name;
      for (let image = 1; image <= images; image++) {
        const next = new Promise((resolve) => viewer.addEventListener('image', resolve, { once: true }));
        viewer.seed = image;
        viewer.edits = { [edit]: image % 2 };
        await next;
      }
      const end = performance.now();
      const slider = document.querySelector('input[type="range"]');
      const [, label] = slider.labels[0].textContent.match(/^\s*(.*?)\s*$/);
      const name = viewer.generator.model.edits.find(({ name }) => label.toLowerCase().startsWith(name)).name;
      const canvas = document.createElement('canvas');
      const fromSlider = [];
      const alone = [];
      for (let image = 1; image <= images; image++) {
        slider.value = String(Number(slider.max) * (image / images));
        const next = new Promise((resolve) => viewer.addEventListener('image', resolve, { once: true }));
        const moved = performance.now();
        slider.dispatchEvent(new Event('input', { bubbles: true }));
        await next;
        fromSlider.push(performance.now() - moved);
        await rest();
        const asked = performance.now();
        await viewer.generator.render(canvas, {
          seed: viewer.seed,
          labels: viewer.labels,
          edits: viewer.edits,
        });
        alone.push(performance.now() - asked);
        await rest();
      }
      const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
      const moves = {
        'from a slider to its picture': median(fromSlider),
        'the same picture, generator alone': median(alone),
      };
      if (viewer.edits[name] === undefined) throw new Error(`the slider "${label}" moved no edit`);
      await rest(); // entries of the last task arrive
      const { adapter } = viewer.generator;
      return {
        adapter,
        'first image': first,
        'an image': (end - start) / images,
        ...moves,
        'longest task until the first image': longest(0, first),
        'longest task while generating': longest(start, end),
      };
    }, images);
  } finally {
    await browser.close();
  }
}

/** The Chromium and flags of the page tests. */
async function optionsOfTests() {
  const vite = await createVite({
    root: path('..'),
    configFile: false,
    logLevel: 'error',
    server: { middlewareMode: true, hmr: false, watch: null, ws: false },
  });
  const { default: config } = await vite.ssrLoadModule('/playwright.config.ts');
  await vite.close();
  return config.use.launchOptions;
}
