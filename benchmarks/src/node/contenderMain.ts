import { setFlagsFromString } from 'node:v8';
import { ContenderCommands } from '../contenderCommands.ts';
import { type ContenderName, needsWebGpu } from '../contenders.ts';
import { watchGpuMemory } from '../gpuMemory.ts';
import { fetchFiles } from './fileFetch.ts';
import { openContender } from './openContender.ts';
import { openDawn } from './openDawn.ts';

// A process with one contender in it: its name and part of the adapter's name are the arguments, commands come as messages.

/** A command of `ContenderCommands` with its parameters. */
export interface Request {
  readonly id: number;
  readonly command: keyof ContenderCommands;
  readonly parameters: readonly unknown[];
}

export type Answer = { readonly id: number } & ({ readonly value: unknown } | { readonly error: string });

// Node 20 keeps relaxed SIMD behind this flag, which counts where it is set before any WebAssembly is used.
if (process.versions.node.startsWith('20.')) setFlagsFromString('--experimental-wasm-relaxed-simd');
const isDeno = 'Deno' in globalThis;
if (!isDeno) fetchFiles();
const [name, adapter] = process.argv.slice(2);
const ready = start(name as ContenderName, adapter);
ready.catch(() => {}); // answered with the first command
process.on('message', (request: Request) => void answer(request));
process.on('disconnect', () => process.exit(0)); // whoever asked is gone

async function start(name: ContenderName, adapter: string | undefined): Promise<ContenderCommands> {
  if (needsWebGpu(name) && !isDeno) await openDawn(adapter || undefined);
  return new ContenderCommands(() => openContender(name), watchGpuMemory(globalThis));
}

async function answer({ id, command, parameters }: Request): Promise<void> {
  let reply: Answer;
  try {
    const commands = await ready;
    const method = commands[command] as (...parameters: unknown[]) => unknown;
    reply = { id, value: await method.apply(commands, [...parameters]) };
  } catch (error) {
    reply = { id, error: ((error as Error | undefined)?.message ?? String(error)).split('\n')[0]! };
  }
  process.send?.(reply);
}
