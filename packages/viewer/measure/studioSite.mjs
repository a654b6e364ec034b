import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import sirv from 'sirv';
import { createServer as createVite } from 'vite';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

/** Serves the built studio beside the shipped models, as `roentgan view` does. */
export async function serveStudio() {
  const folders = ['../dist', '../../../models'].map((folder) => sirv(path(folder), { dev: true }));
  const server = createServer((request, response) => {
    response.setHeader('cross-origin-opener-policy', 'same-origin');
    response.setHeader('cross-origin-embedder-policy', 'require-corp');
    folders[0](request, response, () => folders[1](request, response, () => response.writeHead(404).end()));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  return {
    address: (backend, hash = '') =>
      `http://localhost:${port}/studio/?model=/knee.safetensors&backend=${backend}${hash}`,
    close: () => server.close(),
  };
}

/** What a browser is given to start its own processes in. */
const settling = 3000;

/** Hands a page of a fresh browser to `use`: nothing of the page, its shaders or its code is cached, and the browser itself has started. */
export async function inFreshBrowser(use) {
  const browser = await chromium.launch({ headless: true, ...(await optionsOfTests()) });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.addInitScript(() => {
      const tasks = [];
      new PerformanceObserver((list) => tasks.push(...list.getEntries())).observe({
        type: 'longtask',
        buffered: true,
      });
      const longestTask = (from, to) =>
        Math.max(
          0,
          ...tasks
            .filter(({ startTime }) => startTime >= from && startTime < to)
            .map(({ duration }) => duration),
        );
      Object.assign(globalThis, { longestTask });
    });
    await page.waitForTimeout(settling);
    return await use(page);
  } finally {
    await browser.close();
  }
}

/** The middle of `values`, least and most behind it. */
export function spread(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  return `${middle.toFixed(0)} (${sorted[0].toFixed(0)} to ${sorted.at(-1).toFixed(0)})`;
}

let options;

/** The Chromium and flags of the page tests. */
async function optionsOfTests() {
  options ??= await readOptions();
  return options;
}

async function readOptions() {
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
