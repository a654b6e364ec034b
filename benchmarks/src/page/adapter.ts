import { isSoftwareName } from '@roentgan/kernels';
import type { AdapterDescription } from '../results.ts';

const shownLimits = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupStorageSize',
] as const;

/** For a browser that does not say what its adapter is, as Firefox. */
export const unnamed = 'unnamed adapter';

/** What this browser runs WebGPU and WebGL on. */
export async function describeAdapter(): Promise<AdapterDescription> {
  const gl = document.createElement('canvas').getContext('webgl2');
  const names = gl?.getExtension('WEBGL_debug_renderer_info');
  const webgl = gl ? String(gl.getParameter(names ? names.UNMASKED_RENDERER_WEBGL : gl.RENDERER)) : 'none';
  gl?.getExtension('WEBGL_lose_context')?.loseContext();
  return { ...(await describeWebGpu(navigator.gpu)), webgl, webglIsSoftware: isSoftwareName(webgl) };
}

/** What an entry to WebGPU gives; `none` where there is no entry or it has no adapter. */
export async function describeWebGpu(
  gpu: GPU | undefined,
): Promise<Omit<AdapterDescription, 'webgl' | 'webglIsSoftware'>> {
  const adapter = await gpu?.requestAdapter({ powerPreference: 'high-performance' });
  const { description = '', vendor = '', architecture = '', device = '' } = adapter?.info ?? {};
  const webgpu = [description || device, vendor, architecture].filter((part) => part !== '').join(', ');
  return {
    webgpu: adapter ? webgpu || unnamed : 'none',
    webgpuIsSoftware: isSoftwareName(webgpu) || adapter?.info?.isFallbackAdapter === true,
    features: adapter ? [...adapter.features].sort() : [],
    limits: Object.fromEntries(adapter ? shownLimits.map((name) => [name, adapter.limits[name]]) : []),
  };
}
