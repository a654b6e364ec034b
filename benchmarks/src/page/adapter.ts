import type { AdapterDescription } from '../results.ts';

const software = /swiftshader|llvmpipe|lavapipe|softpipe|software|basic render|warp/i;
const shownLimits = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupStorageSize',
] as const;

/** What this browser runs WebGPU and WebGL on. */
export async function describeAdapter(): Promise<AdapterDescription> {
  const adapter = await navigator.gpu?.requestAdapter();
  const { description = '', vendor = '', architecture = '', device = '' } = adapter?.info ?? {};
  const webgpu = [description || device, vendor, architecture].filter((part) => part !== '').join(', ');
  const gl = document.createElement('canvas').getContext('webgl2');
  const names = gl?.getExtension('WEBGL_debug_renderer_info');
  const webgl = gl ? String(gl.getParameter(names ? names.UNMASKED_RENDERER_WEBGL : gl.RENDERER)) : 'none';
  gl?.getExtension('WEBGL_lose_context')?.loseContext();
  return {
    webgpu: adapter ? webgpu || 'unnamed adapter' : 'none',
    webgl,
    webgpuIsSoftware: software.test(webgpu) || adapter?.info?.isFallbackAdapter === true,
    webglIsSoftware: software.test(webgl),
    features: adapter ? [...adapter.features].sort() : [],
    limits: Object.fromEntries(adapter ? shownLimits.map((name) => [name, adapter.limits[name]]) : []),
  };
}
