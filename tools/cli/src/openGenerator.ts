import { type Generator, type LoadOptions, loadGenerator } from '@roentgan/gan-runtime';
import { findGpu } from './adapter.ts';
import type { ModelSource } from './modelSource.ts';

const HOW_TO_GET_ONE =
  'install Chromium, whose SwiftShader is an adapter in software (Debian: apt-get install chromium), or use --backend cpu';

/** What a command says about how a model is run. */
export interface RunOptions {
  readonly backend: NonNullable<LoadOptions['backend']>;
  readonly threads?: number;
  readonly precision?: 'f32';
  /** Says nothing of what runs the model. */
  readonly quiet?: boolean;
}

/**
 * Loads a model and says on stderr what runs it, and why where that was not asked for. `auto` takes a GPU of the machine,
 * else WebAssembly; only `webgpu` takes an adapter in software, which is slower than that.
 */
export async function openGenerator(
  source: ModelSource,
  { quiet = false, ...options }: RunOptions,
): Promise<Generator> {
  const { backend } = options;
  const report = quiet ? (generator: Generator) => generator : reportBackend;
  const file = new File([source.bytes as Uint8Array<ArrayBuffer>], source.path);
  const mayBeGpu = backend === 'auto' || backend === 'webgpu';
  const gpu = mayBeGpu ? await findGpu(backend === 'webgpu') : undefined;
  if (typeof gpu !== 'string') {
    const generator = await loadGenerator(file, { ...options, ...(gpu ? { gpu } : {}) });
    return report(generator, backend, generator.backendReason);
  }
  if (backend === 'webgpu') throw new Error(`no WebGPU adapter (${gpu}): ${HOW_TO_GET_ONE}`);
  return report(await loadGenerator(file, { ...options, backend: 'cpu' }), backend, gpu);
}

function reportBackend(generator: Generator, asked: RunOptions['backend'], reason: string): Generator {
  const { backend, adapter } = generator;
  process.stderr.write(`${backend}: ${adapter}${backend === asked ? '' : ` (${reason})`}\n`);
  return generator;
}
