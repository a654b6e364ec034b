import { chooseSwiftShader, vulkanDriversChosen } from '../../../tools/cli/src/vulkanDrivers.ts';
import type { Arguments } from '../arguments.ts';
import { commandOf } from '../command.ts';
import type { PreparedModel } from '../preparedModel.ts';
import type { AdapterDescription, Failure, ModelResult, Results, Settings } from '../results.ts';
import { currentLoad, describeMachine, libraryVersions } from '../versions.ts';
import { ContenderProcess } from './contenderProcess.ts';
import { measureInProcesses } from './measureInProcesses.ts';

/**
 * The models on Dawn and on the processor, each contender in a process of its own.
 * @throws Error where contenders need WebGPU and there is no adapter, or only a software one that was not asked for
 */
export async function benchmarkInNode(
  parsed: Arguments,
  settings: Settings,
  models: readonly (() => PreparedModel)[],
  say: (line: string) => void,
): Promise<Results> {
  const loadBefore = currentLoad();
  const onGpu = settings.contenders.some((name) => name === 'roentgan' || name.endsWith('webgpu'));
  const adapter = onGpu ? await findAdapter(parsed) : noAdapter;
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
  const measured: ModelResult[] = [];
  const failures: Failure[] = [];
  for (const model of models) {
    const { result, failures: failed } = await measureInProcesses(model(), settings, parsed.adapter, say);
    if (result) measured.push(result);
    failures.push(...failed);
  }
  return {
    format: 4,
    runtime: 'node',
    date: new Date().toISOString(),
    command: commandOf(parsed),
    settings,
    machine: describeMachine(loadBefore),
    versions: { ...libraryVersions(), node: process.versions.node },
    adapter,
    ceilings: [],
    models: measured,
    failures,
  };
}

const noAdapter: AdapterDescription = {
  webgpu: 'none',
  webgl: 'none',
  webgpuIsSoftware: false,
  webglIsSoftware: false,
  features: [],
  limits: {},
};

/** The machine's own adapter, else SwiftShader's of an installed Chromium where a software one will do. */
async function findAdapter({ adapter, software }: Arguments): Promise<AdapterDescription> {
  const own = await describeAdapter(adapter);
  if (own.webgpu !== 'none' || !software || vulkanDriversChosen()) return own;
  return chooseSwiftShader() ? describeAdapter(adapter) : own; // by the environment, which processes inherit
}

async function describeAdapter(adapter: string | undefined): Promise<AdapterDescription> {
  const probe = new ContenderProcess('roentgan', adapter);
  try {
    return { ...noAdapter, ...(await probe.ask('adapter')) };
  } finally {
    probe.close();
  }
}
