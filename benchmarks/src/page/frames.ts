import { ContenderCommands } from '../contenderCommands.ts';
import { type ContenderName, contenderPages } from '../contenders.ts';
import { watchGpuMemory } from '../gpuMemory.ts';

export interface OpenFrame {
  readonly realm: Window & typeof globalThis;
  readonly commands: ContenderCommands;
  close(): void;
}

/** Opens a contender's page in a frame of its own: its own JavaScript, its own GPU device. */
export async function openFrame(name: ContenderName): Promise<OpenFrame> {
  const element = document.createElement('iframe');
  element.src = contenderPages[name];
  await new Promise((resolve, reject) => {
    element.onload = resolve;
    element.onerror = reject;
    document.body.append(element);
  });
  const realm = element.contentWindow as Window & typeof globalThis;
  const contender = realm.offeredContender;
  if (contender === undefined) throw new Error('its script did not start, see the browser’s console');
  return {
    realm,
    commands: new ContenderCommands(() => Promise.resolve(contender), watchGpuMemory(realm), realm),
    close: () => element.remove(),
  };
}
