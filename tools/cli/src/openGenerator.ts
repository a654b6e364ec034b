import { type Generator, loadGenerator } from '@roentgan/gan-runtime';
import { findGpu } from './adapter.ts';
import type { Backend } from './arguments.ts';
import type { ModelSource } from './modelSource.ts';

const HOW_TO_GET_ONE =
  'install Chromium, whose SwiftShader is an adapter in software (Debian: apt-get install chromium), or use --backend cpu';

/**
 * Loads a model and says on stderr which backend runs it and why. `auto` takes a GPU of the machine, else an adapter in
 * software, which makes 20 knees in a third of the CPU backend's time and starts as fast, else the CPU.
 */
export async function openGenerator(
  source: ModelSource,
  backend: Backend,
  options: { precision?: 'f32' } = {},
): Promise<Generator> {
  const file = new File([source.bytes as Uint8Array<ArrayBuffer>], source.path);
  const found = backend === 'cpu' ? 'asked for' : await findGpu();
  if (typeof found !== 'string') {
    return report(await loadGenerator(file, { ...options, gpu: found.gpu, backend }));
  }
  if (backend === 'webgpu') throw new Error(`no WebGPU adapter (${found}): ${HOW_TO_GET_ONE}`);
  return report(await loadGenerator(file, { ...options, backend: 'cpu' }), found);
}

function report(generator: Generator, reason: string = generator.backendReason): Generator {
  const details = generator.backend === 'cpu' ? reason : generator.adapter;
  process.stderr.write(`backend ${generator.backend} (${details})\n`);
  return generator;
}
