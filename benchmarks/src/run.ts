import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import { type Arguments, parseArguments, UsageError, usage } from './arguments.ts';
import { launchBrowser } from './browser.ts';
import { ceilingsOf } from './ceilings.ts';
import { commandOf } from './command.ts';
import type { ContenderName } from './contenders.ts';
import { measureModel, openPage } from './measureModel.ts';
import { builtInModel, modelFromFile } from './preparedModel.ts';
import { reportMarkdown } from './report.ts';
import type { CeilingSample, ModelResult, Results } from './results.ts';
import { servePage } from './server.ts';
import { withShares } from './shares.ts';
import { commitOf, currentLoad, describeMachine, ortVersion, tfjsVersion } from './versions.ts';
import { writeResults, writeWhole } from './writeResults.ts';

const pageFolder = join(import.meta.dirname, '../dist/page');
const resultsFolder = join(import.meta.dirname, '../results');

/** `roentgan bench`: returns the exit code, 0, 1 (failed, or outputs differ) or 2 (unusable arguments). */
export async function main(args: readonly string[]): Promise<number> {
  try {
    const parsed = parseArguments(args);
    if (parsed.help) {
      process.stdout.write(usage);
      return 0;
    }
    const folder = parsed.out ? resolve(parsed.out) : resultsFolder;
    const copy = parsed.results === undefined ? undefined : resolve(parsed.results);
    // Before minutes of measuring, not after.
    for (const needed of [folder, ...(copy ? [dirname(copy)] : [])]) mkdirSync(needed, { recursive: true });
    const results = await benchmark(parsed);
    const report = reportMarkdown(results);
    process.stdout.write(parsed.json ? `${JSON.stringify(results, undefined, 2)}\n` : report);
    const written = writeResults(results, folder);
    if (copy) written.push(writeWhole(copy, report));
    for (const path of written) process.stderr.write(`wrote ${path}\n`);
    return 0;
  } catch (error) {
    const message = (error as Error).message.replace(/^page\.evaluate: (Error: )?/, '');
    process.stderr.write(`${message.split('\n')[0]}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}

async function benchmark(parsed: Arguments): Promise<Results> {
  const { models, files: modelFiles, hardware } = parsed;
  const { runs, warmup, pause, cold, tolerance, contenders, baseline } = parsed;
  const settings = { runs, warmup, pause, cold, tolerance, contenders, baseline };
  if (!existsSync(join(pageFolder, 'index.html'))) {
    throw new Error(`${pageFolder} has no index.html, expected the built page: run the build first`);
  }
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const prepared = modelFiles.length > 0 ? modelFiles.map(modelFromFile) : models.map(builtInModel);
  const files = new Map(prepared.flatMap(({ files }) => [...files]));
  const loadBefore = currentLoad();
  const server = await servePage(pageFolder, files);
  try {
    const browser = await launchBrowser(hardware);
    try {
      const first = await openPage(browser, server.url, say);
      const adapter = await first.evaluate(() => window.benchmark.describeAdapter());
      await first.context().close();
      say(`WebGPU: ${adapter.webgpu}; WebGL: ${adapter.webgl}`);
      const ceilingBefore = await sampleCeiling(browser, server.url, contenders, say);
      const measured: ModelResult[] = [];
      for (const model of prepared) {
        measured.push(await measureModel(browser, server.url, pageFolder, model, settings, say));
      }
      const ceilings = ceilingsOf(ceilingBefore, await sampleCeiling(browser, server.url, contenders, say));
      return {
        format: 3,
        date: new Date().toISOString(),
        command: commandOf(parsed),
        settings,
        machine: describeMachine(loadBefore),
        versions: {
          chromium: browser.version(),
          tfjs: tfjsVersion(),
          ort: ortVersion(),
          roentgan: commitOf(import.meta.dirname),
          node: process.versions.node,
        },
        adapter,
        ceilings,
        models: measured.map((model) => ({
          ...model,
          contenders: model.contenders.map((contender) => withShares(contender, ceilings)),
        })),
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
