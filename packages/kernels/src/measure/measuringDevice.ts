import { isSoftwareName } from '../softwareNames.ts';

/** A device to measure on, with all that its adapter allows. */
export interface MeasuringDevice {
  readonly device: GPUDevice;
  /** Vendor, architecture and description, as far as they are told. */
  readonly adapter: string;
  /** True for an adapter that emulates a GPU on the processor: its times say nothing about GPUs. */
  readonly isSoftware: boolean;
  readonly timestamps: boolean;
  readonly f16: boolean;
}

const features: readonly GPUFeatureName[] = ['timestamp-query', 'shader-f16', 'subgroups' as GPUFeatureName];
const limits = [
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupSizeZ',
] as const;

/** @throws Error where there is no adapter */
export async function openMeasuringDevice(gpu: GPU): Promise<MeasuringDevice> {
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new Error('WebGPU has no adapter here, expected a GPU and its driver');
  const { vendor, architecture, description } = adapter.info;
  const words = [vendor, architecture, description].filter((word) => word !== '');
  const name = [...new Set(words)].join(' ') || 'unnamed adapter';
  const requiredFeatures = features.filter((feature) => adapter.features.has(feature));
  const device = await adapter.requestDevice({
    label: 'measure',
    requiredFeatures,
    requiredLimits: Object.fromEntries(limits.map((limit) => [limit, adapter.limits[limit]])),
  });
  return {
    device,
    adapter: name,
    isSoftware: adapter.info.isFallbackAdapter === true || isSoftwareName(name),
    timestamps: device.features.has('timestamp-query'),
    f16: device.features.has('shader-f16'),
  };
}

/**
 * Waits for the GPU, but no longer than `seconds` and not for a lost device: a shader that never ends gives an error.
 * @throws Error that opens with `what`
 */
export async function finishing<T>(
  device: GPUDevice,
  work: Promise<T>,
  seconds: number,
  what: string,
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${what}: did not finish within ${seconds} s; does a loop of it end?`)),
      seconds * 1000,
    );
  });
  const lost = device.lost.then(({ message }): never => {
    throw new Error(`${what}: the device was lost: ${message.split('\n', 1)[0] || 'no reason given'}`);
  });
  try {
    return await Promise.race([work, late, lost]);
  } finally {
    clearTimeout(timer);
    lost.catch(() => {}); // lost later, when nobody waits
    work.catch(() => {});
  }
}
