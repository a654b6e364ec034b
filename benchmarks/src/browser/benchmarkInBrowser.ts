import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Arguments } from '../arguments.ts';
import { builtFolder } from '../builtFolder.ts';
import { ceilingsOf } from '../ceilings.ts';
import { commandOf } from '../command.ts';
import { type ContenderName, needsWebGpu } from '../contenders.ts';
import { measureContenders } from '../measureContenders.ts';
import { unnamed } from '../page/adapter.ts';
import type { PreparedModel } from '../preparedModel.ts';
import type {
  AdapterDescription,
  CeilingSample,
  Failure,
  ModelResult,
  Results,
  Settings,
} from '../results.ts';
import { servePage } from '../server.ts';
import { withShares } from '../shares.ts';
import { currentLoad, describeMachine, libraryVersions } from '../versions.ts';
import { openPageHost } from './pageHost.ts';
import type { BrowserSession } from './session.ts';

const pageFolder = join(builtFolder, 'page');

/**
 * The models in one headless browser, each contender in a frame of its own.
 * @param keep is given what there is after each model
 */
export async function benchmarkInBrowser(
  parsed: Arguments,
  settings: Settings,
  models: readonly (() => PreparedModel)[],
  say: (line: string) => void,
  keep: (results: Results) => void,
): Promise<Results> {
  if (!existsSync(join(pageFolder, 'index.html'))) {
    throw new Error(`${pageFolder} has no index.html, expected the built page: run the build first`);
  }
  const loadBefore = currentLoad();
  const date = new Date().toISOString();
  const { tfjs, ort, jax, roentgan } = libraryVersions();
  const files = new Map<string, Uint8Array | string>();
  const server = await servePage(pageFolder, files);
  try {
    const session = await openBrowser(parsed);
    try {
      const adapter = await describeAdapter(session, server.url, say);
      say(`WebGPU: ${adapter.webgpu}; WebGL: ${adapter.webgl}`);
      const able = settings.contenders.filter((name) => adapter.webgpu !== 'none' || !needsWebGpu(name));
      const failures = withoutWebGpu(settings.contenders, able, session);
      const ceilingBefore = await sampleCeiling(session, server.url, able, say);
      const measured: ModelResult[] = [];
      const results = (ceilingAfter: readonly CeilingSample[]): Results => {
        const ceilings = ceilingsOf(ceilingBefore, ceilingAfter);
        const versions = { [session.name]: session.version, tfjs, ort, jax, roentgan };
        return {
          format: 4,
          runtime: session.name,
          date,
          command: commandOf(parsed),
          settings,
          machine: describeMachine(loadBefore),
          versions: { ...versions, node: process.versions.node },
          adapter,
          ceilings,
          models: measured.map((model) => ({
            ...model,
            contenders: model.contenders.map((contender) => withShares(contender, ceilings)),
          })),
          failures,
        };
      };
      for (const prepare of able.length > 0 ? models : []) {
        const model = prepare();
        files.clear(); // one model's files at a time: the large ones are hundreds of megabytes
        for (const [path, content] of model.files) files.set(path, content);
        const host = await openPageHost(session, server.url, pageFolder, say);
        const { name, parameters, layers, page } = model;
        const source = {
          url: new URL(page.url, server.url).href,
          inputs: page.inputs,
          channels: page.channels,
        };
        const measurable = { name, parameters, layers, source };
        const found = await measureContenders(measurable, { ...settings, contenders: able }, host, say);
        await host.close();
        if (found.result) measured.push(found.result);
        failures.push(...found.failures);
        keep(results(ceilingBefore));
      }
      return results(await sampleCeiling(session, server.url, able, say));
    } finally {
      await session.close();
    }
  } finally {
    server.close();
  }
}

/** Each browser's driver is loaded where that browser is asked for. */
async function openBrowser({ runtime, hardware }: Arguments): Promise<BrowserSession> {
  if (runtime === 'firefox') return (await import('./firefox.ts')).openFirefox(hardware);
  return (await import('./chromium.ts')).openChromium(hardware);
}

async function describeAdapter(
  session: BrowserSession,
  url: string,
  say: (line: string) => void,
): Promise<AdapterDescription> {
  const page = await session.open(url, say);
  const adapter = await page.evaluate(() => window.benchmark.describeAdapter(), undefined);
  await page.close();
  const { softwareDriver } = session;
  if (adapter.webgpu === 'none' || softwareDriver === undefined) return adapter;
  const webgpu = adapter.webgpu === unnamed ? `unnamed adapter of ${softwareDriver}` : adapter.webgpu;
  return { ...adapter, webgpu, webgpuIsSoftware: true };
}

function withoutWebGpu(
  wanted: readonly ContenderName[],
  able: readonly ContenderName[],
  { name, version }: BrowserSession,
): Failure[] {
  return wanted
    .filter((contender) => !able.includes(contender))
    .map((contender) => ({
      model: 'every model',
      contender,
      message: `${name} ${version} has no WebGPU adapter here`,
    }));
}

/** What one thread can reach, in a page of its own; nothing where no contender is held against it. */
async function sampleCeiling(
  session: BrowserSession,
  url: string,
  contenders: readonly ContenderName[],
  say: (line: string) => void,
): Promise<CeilingSample[]> {
  if (!contenders.some((name) => name.startsWith('roentgan-cpu'))) return [];
  say('ceiling of one thread of WebAssembly SIMD');
  const page = await session.open(url, say);
  const samples = await page.evaluate(() => window.benchmark.measureCeiling(), undefined);
  await page.close();
  return samples;
}
