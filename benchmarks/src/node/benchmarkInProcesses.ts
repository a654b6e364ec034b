import { execFileSync } from 'node:child_process';
import { chooseSwiftShader, vulkanDriversChosen } from '../../../tools/cli/src/vulkanDrivers.ts';
import type { Arguments } from '../arguments.ts';
import { commandOf } from '../command.ts';
import { needsWebGpu } from '../contenders.ts';
import { hostOf } from '../contestant.ts';
import { measureContenders } from '../measureContenders.ts';
import type { PreparedModel } from '../preparedModel.ts';
import type { AdapterDescription, Failure, ModelResult, Results, Settings, Versions } from '../results.ts';
import { lavapipeAlone } from '../softwareDriver.ts';
import { currentLoad, describeMachine, libraryVersions } from '../versions.ts';
import { ContenderProcess, type Interpreter } from './contenderProcess.ts';
import { findDeno, thisNode } from './interpreter.ts';
import { withModelFiles } from './modelFolder.ts';

/**
 * The models in Node, on Dawn, or in Deno, on wgpu, and on the processor, each contender in a process of its own.
 * @param keep is given what there is after each model
 * @throws Error where contenders need WebGPU and there is no adapter, or only a software one that was not asked for
 */
export async function benchmarkInProcesses(
  parsed: Arguments,
  settings: Settings,
  models: readonly (() => PreparedModel)[],
  say: (line: string) => void,
  keep: (results: Results) => void,
): Promise<Results> {
  const loadBefore = currentLoad();
  const date = new Date().toISOString();
  const runtime = parsed.runtime === 'deno' ? 'deno' : 'node';
  const interpreter = runtime === 'deno' ? findDeno() : thisNode;
  const onGpu = settings.contenders.some(needsWebGpu);
  const adapter = onGpu ? await findAdapter(parsed, interpreter) : noAdapter;
  say(`WebGPU: ${adapter.webgpu}${adapter.webgpuIsSoftware ? ' (software)' : ''}`);
  if (onGpu && adapter.webgpu === 'none') {
    throw new Error(
      'no WebGPU adapter, expected a GPU with its Vulkan driver; --contenders without WebGPU need none',
    );
  }
  if (adapter.webgpuIsSoftware && !parsed.software) {
    throw new Error(
      `the only adapter is ${adapter.webgpu}, which is software, expected a GPU; --software measures on it`,
    );
  }
  const host = hostOf((name) => new ContenderProcess(name, parsed.adapter, interpreter));
  const measured: ModelResult[] = [];
  const failures: Failure[] = [];
  const versions = versionsOf(interpreter);
  const results = (): Results => ({
    format: 4,
    runtime,
    date,
    command: commandOf(parsed),
    settings,
    machine: describeMachine(loadBefore),
    versions,
    adapter,
    ceilings: [],
    models: measured,
    failures,
  });
  for (const prepare of models) {
    const model = prepare();
    const { name, parameters, layers } = model;
    const found = await withModelFiles(model, (url) => {
      const source = { ...model.page, url };
      return measureContenders({ name, parameters, layers, source }, settings, host, say);
    });
    if (found.result) measured.push(found.result);
    failures.push(...found.failures);
    keep(results());
  }
  return results();
}

/** Dawn takes no part in Deno. */
function versionsOf(interpreter: Interpreter): Versions {
  const { dawn, ...libraries } = libraryVersions();
  const { node } = process.versions;
  if (interpreter === thisNode) return { ...libraries, dawn, node };
  const [, deno = 'unknown'] =
    /^deno (\S+)/.exec(execFileSync(interpreter.execPath, ['--version'], { encoding: 'utf8' })) ?? [];
  return { ...libraries, deno, node };
}

const noAdapter: AdapterDescription = {
  webgpu: 'none',
  webgl: 'none',
  webgpuIsSoftware: false,
  webglIsSoftware: false,
  features: [],
  limits: {},
};

/** The machine's own adapter; where a software one will do and nobody has chosen drivers, else one that this implementation takes. */
async function findAdapter(
  { adapter, software }: Arguments,
  interpreter: Interpreter,
): Promise<AdapterDescription> {
  const own = await describeAdapter(adapter, interpreter);
  if (own.webgpu !== 'none' || !software || vulkanDriversChosen()) return own;
  // By the environment, which processes inherit. Dawn refuses lavapipe.
  if (interpreter === thisNode) return chooseSwiftShader() ? describeAdapter(adapter, interpreter) : own;
  Object.assign(process.env, lavapipeAlone());
  return describeAdapter(adapter, interpreter);
}

async function describeAdapter(
  adapter: string | undefined,
  interpreter: Interpreter,
): Promise<AdapterDescription> {
  const probe = new ContenderProcess('roentgan', adapter, interpreter);
  try {
    return { ...noAdapter, ...(await probe.ask('adapter')) };
  } finally {
    probe.close();
  }
}
