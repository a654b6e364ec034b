import { create, globals } from 'webgpu';

let device: Promise<GPUDevice> | undefined;
// Dawn ends the process silently once the object that `create` returns is collected.
let gpu: GPU | undefined;

/** Dawn for Node on the Vulkan driver that VK_ICD_FILENAMES names; throws where there is no adapter. */
export function testGpu(): GPU {
  if (!gpu) {
    Object.assign(globalThis, globals);
    gpu = create([]);
  }
  return gpu;
}

/** One device for all tests of a file. */
export function testDevice(): Promise<GPUDevice> {
  device ??= (async () => {
    const adapter = await testGpu().requestAdapter();
    if (!adapter) throw new Error('no WebGPU adapter: set VK_ICD_FILENAMES to a Vulkan driver');
    // SwiftShader has subgroups; where a driver has none, the kernels that need them fail rather than being passed by.
    return adapter.requestDevice({ requiredFeatures: ['subgroups' as GPUFeatureName] });
  })();
  return device;
}
