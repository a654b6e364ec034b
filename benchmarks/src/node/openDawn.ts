/** Dawn frees its instance, and with it every device, when the object from `create` is collected. */
const kept: GPU[] = [];

/**
 * Puts Dawn (npm `webgpu`) where contenders look for WebGPU: `navigator.gpu` and the classes beside it.
 * @param adapter part of the name of the adapter to take
 */
export async function openDawn(adapter: string | undefined): Promise<GPU> {
  const dawn = await import('webgpu').catch((error: Error) => {
    throw new Error(`Dawn (npm webgpu) cannot be loaded: ${error.message}`);
  });
  Object.assign(globalThis, dawn.globals);
  const gpu = dawn.create([
    'backend=vulkan',
    // Dawn rounds timestamps to 100 us unless it is told not to, which is longer than most layers take on a GPU.
    'disable-dawn-features=timestamp_quantization',
    ...(adapter === undefined ? [] : [`adapter=${adapter}`]),
  ]);
  kept.push(gpu);
  // Node 20 has no navigator, later ones have one that cannot be assigned to. jax-js reads who the browser is.
  if (!globalThis.navigator) {
    const value = { userAgent: `Node.js/${process.versions.node}` };
    Object.defineProperty(globalThis, 'navigator', { value, configurable: true });
  }
  Object.defineProperty(globalThis.navigator, 'gpu', { value: gpu, configurable: true });
  copySharedData();
  return gpu;
}

/** Dawn's binding for Node refuses data in shared memory, which ONNX Runtime Web's WebAssembly memory is: it gets a copy. */
function copySharedData(): void {
  const { writeBuffer } = GPUQueue.prototype;
  GPUQueue.prototype.writeBuffer = function (buffer, offset, data, dataOffset, size) {
    const isShared = ArrayBuffer.isView(data) && data.buffer instanceof SharedArrayBuffer;
    const given = isShared ? (data as Uint8Array).slice() : data; // typed arrays keep their type
    return writeBuffer.call(this, buffer, offset, given as BufferSource & ArrayBuffer, dataOffset, size);
  };
}
