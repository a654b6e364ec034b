import {
  type AcquiredDevice,
  describeAdapter,
  requestDevice,
  type SoftwareAdapter,
} from './requestDevice.ts';

/** A device that its holder must let go of. */
export interface HeldDevice extends AcquiredDevice {
  /** Says that it is not needed any more; the last of its holders ends it. */
  release(): void;
}

/** A device that the caller brought: nothing of it is ended here. */
export function callersDevice(device: GPUDevice): HeldDevice {
  const info = (device as { adapterInfo?: GPUAdapterInfo }).adapterInfo;
  return { device, adapter: describeAdapter(info), isSoftware: false, release() {} };
}

interface Shared {
  readonly found: Promise<AcquiredDevice | SoftwareAdapter>;
  holders: number;
}

/** The device of all generators, by where it was asked for. */
const devices = new Map<GPU, Shared>();

/**
 * The one device that generators share; a new one where there is none or the last was lost, so that after a loss the first who asks
 * gets it for all. Where only a GPU will do, the name of a software adapter instead, for which no device is made.
 * @throws WebGpuUnavailableError
 */
export async function holdDevice(gpu: GPU | undefined, onlyGpu: boolean): Promise<HeldDevice | string> {
  const key = (gpu ?? globalThis.navigator?.gpu) as GPU;
  const shared: Shared = devices.get(key) ?? { found: requestDevice(gpu, onlyGpu), holders: 0 };
  devices.set(key, shared);
  const forget = () => {
    if (devices.get(key) === shared) devices.delete(key);
  };
  shared.holders++;
  const found = await shared.found.catch((error: unknown) => {
    forget();
    throw error;
  });
  if (!found.device) {
    forget();
    return onlyGpu ? found.adapter : holdDevice(gpu, onlyGpu); // who asked first would have no software
  }
  const { device } = found;
  device.lost.then(forget);
  let isHeld = true;
  const release = () => {
    if (!isHeld) return;
    isHeld = false;
    if (--shared.holders > 0) return;
    forget();
    device.destroy();
  };
  if (!onlyGpu || !found.isSoftware) return { ...found, release };
  release();
  return found.adapter;
}
