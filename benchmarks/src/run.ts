import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Arguments, parseArguments, UsageError, usage } from './arguments.ts';
import { launchBrowser } from './browser.ts';
import { measureModel, openPage } from './measureModel.ts';
import { builtInModel, modelFromFile } from './preparedModel.ts';
import { reportMarkdown } from './report.ts';
import type { ModelResult, Results } from './results.ts';
import { servePage } from './server.ts';
import { commitOf, currentLoad, describeMachine, ortVersion, tfjsVersion } from './versions.ts';
import { writeResults } from './writeResults.ts';

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
    mkdirSync(folder, { recursive: true }); // before minutes of measuring, not after
    const results = await benchmark(parsed);
    process.stdout.write(
      parsed.json ? `${JSON.stringify(results, undefined, 2)}\n` : reportMarkdown(results),
    );
    for (const path of writeResults(results, folder)) {
      process.stderr.write(`wrote ${path}\n`);
    }
    return 0;
  } catch (error) {
    const message = (error as Error).message.replace(/^page\.evaluate: (Error: )?/, '');
    process.stderr.write(`${message.split('\n')[0]}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}

async function benchmark({ models, files: modelFiles, hardware, ...rest }: Arguments): Promise<Results> {
  const { runs, warmup, cold, tolerance, contenders, baseline } = rest;
  const settings = { runs, warmup, cold, tolerance, contenders, baseline };
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
      const measured: ModelResult[] = [];
      for (const model of prepared) {
        measured.push(await measureModel(browser, server.url, pageFolder, model, settings, say));
      }
      return {
        format: 2,
        date: new Date().toISOString(),
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
        models: measured,
      };
    } finally {
      await browser.close();
    }
  } finally {
    server.close();
  }
}
