import { isSoftwareName } from '@roentgan/kernels/core';
import { WebGpuUnavailableError } from '../errors.ts';

export interface AcquiredDevice {
  readonly device: GPUDevice;
  /** Vendor, architecture and description, as far as the browser says them. */
  readonly adapter: string;
  /** True for an adapter that emulates a GPU on the CPU (SwiftShader, lavapipe, WARP). */
  readonly isSoftware: boolean;
}

/** An adapter for which no device was asked: only GPUs would do. */
export interface SoftwareAdapter {
  readonly device?: undefined;
  readonly adapter: string;
}

const features: readonly GPUFeatureName[] = ['shader-f16', 'timestamp-query', 'subgroups' as GPUFeatureName];

/** Names an adapter for people: vendor, architecture, description. */
export function describeAdapter(info: GPUAdapterInfo | undefined): string {
  const words = [info?.vendor, info?.architecture, info?.description].filter((word) => word);
  return words.length > 0 ? [...new Set(words)].join(' ') : 'unnamed adapter';
}

/**
 * The adapter's best device: all the storage its limits allow, f16 and timestamps where it has them.
 * @param gpu where to ask; `navigator.gpu` when absent
 * @param onlyGpu a software adapter is named, and gets no device
 * @throws WebGpuUnavailableError that says what is missing
 */
export async function requestDevice(
  gpu: GPU | undefined,
  onlyGpu: boolean,
): Promise<AcquiredDevice | SoftwareAdapter> {
  const entry = gpu ?? (globalThis.navigator as Navigator | undefined)?.gpu;
  if (!entry) {
    const where =
      globalThis.isSecureContext === false
        ? 'this page is not served over https or localhost'
        : 'there is no navigator.gpu';
    throw new WebGpuUnavailableError(
      `WebGPU is missing: ${where}, expected a browser or runtime with WebGPU`,
    );
  }
  const adapter = await entry.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new WebGpuUnavailableError('WebGPU has no adapter here, expected a GPU and its driver');
  const name = describeAdapter(adapter.info);
  const isFallback =
    (adapter.info as { isFallbackAdapter?: boolean } | undefined)?.isFallbackAdapter === true;
  const isSoftware = isFallback || isSoftwareName(name);
  if (onlyGpu && isSoftware) return { adapter: name };
  const { maxStorageBufferBindingSize, maxBufferSize } = adapter.limits;
  const device = await adapter.requestDevice({
    label: 'roentgan',
    requiredFeatures: features.filter((feature) => adapter.features.has(feature)),
    requiredLimits: { maxStorageBufferBindingSize, maxBufferSize },
  });
  return { device, adapter: name, isSoftware };
}
