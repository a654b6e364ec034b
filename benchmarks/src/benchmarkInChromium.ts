import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import type { Arguments } from './arguments.ts';
import { launchBrowser } from './browser.ts';
import { builtFolder } from './builtFolder.ts';
import { ceilingsOf } from './ceilings.ts';
import { commandOf } from './command.ts';
import type { ContenderName } from './contenders.ts';
import { measureModel, openPage } from './measureModel.ts';
import type { PreparedModel } from './preparedModel.ts';
import type { CeilingSample, ModelResult, Results, Settings } from './results.ts';
import { servePage } from './server.ts';
import { withShares } from './shares.ts';
import { currentLoad, describeMachine, libraryVersions } from './versions.ts';

const pageFolder = join(builtFolder, 'page');

/** The models in one headless Chromium, each contender in a frame of its own. */
export async function benchmarkInChromium(
  parsed: Arguments,
  settings: Settings,
  models: readonly (() => PreparedModel)[],
  say: (line: string) => void,
): Promise<Results> {
  const { contenders } = settings;
  if (!existsSync(join(pageFolder, 'index.html'))) {
    throw new Error(`${pageFolder} has no index.html, expected the built page: run the build first`);
  }
  const loadBefore = currentLoad();
  const libraries = libraryVersions();
  const files = new Map<string, Uint8Array | string>();
  const server = await servePage(pageFolder, files);
  try {
    const browser = await launchBrowser(parsed.hardware);
    try {
      const first = await openPage(browser, server.url, say);
      const adapter = await first.evaluate(() => window.benchmark.describeAdapter());
      await first.context().close();
      say(`WebGPU: ${adapter.webgpu}; WebGL: ${adapter.webgl}`);
      const ceilingBefore = await sampleCeiling(browser, server.url, contenders, say);
      const measured: ModelResult[] = [];
      for (const prepare of models) {
        const model = prepare();
        files.clear(); // one model's files at a time: the large ones are hundreds of megabytes
        for (const [path, content] of model.files) files.set(path, content);
        measured.push(await measureModel(browser, server.url, pageFolder, model, settings, say));
      }
      const ceilings = ceilingsOf(ceilingBefore, await sampleCeiling(browser, server.url, contenders, say));
      return {
        format: 4,
        runtime: 'chromium',
        date: new Date().toISOString(),
        command: commandOf(parsed),
        settings,
        machine: describeMachine(loadBefore),
        versions: {
          chromium: browser.version(),
          tfjs: libraries.tfjs,
          ort: libraries.ort,
          roentgan: libraries.roentgan,
          node: process.versions.node,
        },
        adapter,
        ceilings,
        models: measured.map((model) => ({
          ...model,
          contenders: model.contenders.map((contender) => withShares(contender, ceilings)),
        })),
        failures: [],
      };
    } finally {
      await browser.close();
    }
  } finally {
    server.close();
  }
}

/** What one thread can reach, in a page of its own; nothing where no contender is held against it. */
async function sampleCeiling(
  browser: Browser,
  url: string,
  contenders: readonly ContenderName[],
  say: (line: string) => void,
): Promise<CeilingSample[]> {
  if (!contenders.some((name) => name.startsWith('roentgan-cpu'))) return [];
  say('ceiling of one thread of WebAssembly SIMD');
  const page = await openPage(browser, url, say);
  const samples = await page.evaluate(() => window.benchmark.measureCeiling());
  await page.context().close();
  return samples;
}
