import type { ContenderCommands, ModelToLoad } from '../contenderCommands.ts';
import type { ContenderName } from '../contenders.ts';
import { describeAdapter } from './adapter.ts';
import { measureCeiling } from './ceiling.ts';
import { type OpenFrame, openFrame } from './frames.ts';

const frames = new Map<number, Promise<OpenFrame>>();

/** What the browser's driver can ask for. */
const benchmark = {
  describeAdapter,
  measureCeiling,

  /** Opens a contender's frame under a number that nobody has yet; the frame's first command tells how that went. */
  open(number: number, name: ContenderName): void {
    const frame = openFrame(name);
    frame.catch(() => {});
    frames.set(number, frame);
  },

  async ask(
    number: number,
    command: keyof ContenderCommands,
    parameters: readonly unknown[],
  ): Promise<unknown> {
    const { commands } = await frames.get(number)!;
    const method = commands[command] as (...parameters: unknown[]) => unknown;
    return await method.apply(commands, [...parameters]);
  },

  async close(number: number): Promise<void> {
    const frame = frames.get(number);
    frames.delete(number);
    (await frame)?.close();
  },

  /** Milliseconds from an empty page to the first pixels, and the addresses of what was fetched. */
  async firstImage(
    name: ContenderName,
    model: ModelToLoad,
  ): Promise<{ milliseconds: number; urls: string[] }> {
    const start = performance.now();
    const { commands, realm } = await openFrame(name);
    await commands.load(model);
    await commands.run(1);
    const milliseconds = performance.now() - start;
    const entries = realm.performance.getEntriesByType('resource');
    return { milliseconds, urls: [realm.location.href, ...entries.map((entry) => entry.name)] };
  },
};

export type BenchmarkPage = typeof benchmark;

declare global {
  interface Window {
    benchmark: BenchmarkPage;
  }
}
window.benchmark = benchmark;
