import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import puppeteer from 'puppeteer-core';
import { build, createServer, defaultClientConditions, defaultServerConditions } from 'vite';

// `test:portability [PATTERN]`: every family file on every backend and WebGPU implementation that is here. Writes docs/portability.md, or
// prints the table of the files whose names match the pattern; exit code 1 where one fails or passes its bound.
const pattern = process.argv[2];
// Deno takes lavapipe; Dawn is given SwiftShader by these variables later on.
const environment = { ...process.env };
const root = fileURLToPath(new URL('../../', import.meta.url));
const page = fileURLToPath(new URL('../../../../docs/portability.md', import.meta.url));
const isolated = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

const server = await createServer({
  root,
  configFile: false,
  logLevel: 'warn',
  resolve: { conditions: ['source', ...defaultClientConditions] },
  ssr: { resolve: { conditions: ['source', ...defaultServerConditions] } },
  server: { headers: isolated, fs: { allow: ['../..'] }, hmr: false, watch: null },
});
await server.listen(0);

const load = (path) => server.ssrLoadModule(`/test/portability/${path}`);
const { writeCases, runInNode, casesFolder } = await load('node.ts');
const { describeResults } = await load('table.ts');

const { cases, problems: refused } = await writeCases(new RegExp(pattern ?? ''));
console.log(`${cases.length} files converted, twice each`);
const parts = [await timed('Node: references, CPU, Dawn on SwiftShader', () => runInNode(cases))];
parts.push(await timed('Chromium on SwiftShader', runInChromium));
parts.push(await timed('Firefox: wgpu on lavapipe', runInFirefox));
parts.push(await timed('Deno: wgpu on lavapipe', runInDeno));
await server.close();

const results = {
  adapters: Object.assign({}, ...parts.map(({ adapters }) => adapters)),
  differences: Object.fromEntries(
    cases.map(({ name }) => [name, Object.assign({}, ...parts.map(({ differences }) => differences[name]))]),
  ),
};
const { page: text, problems: failed } = describeResults(results);
if (pattern === undefined) writeFileSync(page, text);
else console.log(text);
const problems = [...refused, ...failed];
for (const problem of problems) console.error(`FAILED ${problem}`);
console.log(
  `${cases.length} files, ${problems.length} problems${pattern === undefined ? `; see ${page}` : ''}`,
);
process.exit(problems.length === 0 ? 0 : 1);

async function timed(name, run) {
  const started = Date.now();
  const result = await run();
  console.log(`${name}: ${((Date.now() - started) / 1000).toFixed(0)} s`);
  return result;
}

/** In a page that this server serves from the sources, with the viewer's tests' Chromium and flags. */
async function runInChromium() {
  const { default: config } = await server.ssrLoadModule('/../../packages/viewer/playwright.config.ts');
  const browser = await chromium.launch({ headless: true, ...config.use.launchOptions });
  try {
    const tab = await browser.newPage();
    tab.on('pageerror', (error) => console.error(`page: ${error.message}`));
    const url = server.resolvedUrls.local[0];
    await tab.goto(`${url}test/portability/page.html`);
    await tab.waitForFunction(() => 'results' in globalThis);
    return await tab.evaluate(() => globalThis.results);
  } finally {
    await browser.close();
  }
}

/** Debian's Firefox, which Playwright cannot drive, with WebGPU switched on and lavapipe as its only driver. */
async function runInFirefox() {
  const names = ['firefox-esr', 'firefox'].map((name) => `/usr/bin/${name}`);
  const executablePath = process.env.ROENTGAN_FIREFOX ?? names.find((path) => existsSync(path));
  if (!executablePath) throw new Error('no Firefox: apt-get install firefox-esr, or set ROENTGAN_FIREFOX');
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    protocolTimeout: 0,
    extraPrefsFirefox: { 'dom.webgpu.enabled': true, 'gfx.webgpu.ignore-blocklist': true },
    env: { ...environment, VK_ICD_FILENAMES: '/usr/share/vulkan/icd.d/lvp_icd.x86_64.json' },
  });
  try {
    const tab = await browser.newPage();
    tab.on('pageerror', (error) => console.error(`page: ${error.message}`));
    await tab.goto(`${server.resolvedUrls.local[0]}test/portability/page.html`);
    await tab.waitForFunction(() => 'results' in globalThis);
    return await tab.evaluate(() => globalThis.results);
  } finally {
    await browser.close();
  }
}

async function runInDeno() {
  await build({ configFile: `${root}test/deno/vite.config.ts` });
  const args = ['../../packages/kernels/test/deno/run.mjs', 'node_modules/.cache/f16/main.js'];
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env: environment });
  if (status !== 0) throw new Error(`${args.join(' ')} failed (exit ${status})`);
  return JSON.parse(readFileSync(`${casesFolder}deno.json`, 'utf8'));
}
