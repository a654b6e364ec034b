import { type ContenderName, contenderPages } from '../contenders.ts';
import { type GpuBytes, watchGpuMemory } from '../gpuMemory.ts';
import type { ContenderFrame } from './contender.ts';

export interface OpenFrame {
  readonly name: ContenderName;
  readonly realm: Window & typeof globalThis;
  readonly frame: ContenderFrame;
  /** What its JavaScript holds on the GPU. */
  memory(): GpuBytes;
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
  const frame = realm.contenderFrame;
  if (frame === undefined) throw new Error(`${name}: its script did not start, see the browser's console`);
  return { name, realm, frame, memory: watchGpuMemory(realm) };
}

/** Does one contender's work; what goes wrong there is reported under its name. */
export async function inFrame<Value>(name: ContenderName, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    const message = (error as Error | undefined)?.message ?? String(error);
    throw new Error(`${name}: ${message}`, { cause: error });
  }
}
