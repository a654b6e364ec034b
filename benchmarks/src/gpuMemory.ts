/** Bytes of GPU buffers and textures that one JavaScript realm has created and not destroyed. */
export interface GpuBytes {
  readonly now: number;
  readonly peak: number;
}

type Realm = typeof globalThis;

/**
 * Watches what a realm allocates from now on, by wrapping its GPU classes. Buffers that are dropped without `destroy` count
 * until they are collected. What a driver adds (alignment, pipelines, command buffers) is not seen.
 */
export function watchGpuMemory(realm: Realm): () => GpuBytes {
  if (realm.GPUDevice === undefined) return () => ({ now: 0, peak: 0 });
  let now = 0;
  let peak = 0;
  const sizes = new WeakMap<object, { bytes: number }>();
  const free = (held: { bytes: number } | undefined): void => {
    if (held === undefined) return;
    now -= held.bytes;
    held.bytes = 0;
  };
  const collected = new FinalizationRegistry(free);
  const keep = <Resource extends object>(resource: Resource, bytes: number): Resource => {
    const held = { bytes };
    sizes.set(resource, held);
    collected.register(resource, held);
    now += bytes;
    peak = Math.max(peak, now);
    return resource;
  };
  const { createBuffer, createTexture, destroy } = realm.GPUDevice.prototype;
  const owned = new WeakMap<GPUDevice, Set<WeakRef<object>>>();
  const own = <Resource extends object>(device: GPUDevice, resource: Resource): Resource => {
    const all = owned.get(device) ?? new Set();
    owned.set(device, all.add(new WeakRef(resource)));
    return resource;
  };
  realm.GPUDevice.prototype.createBuffer = function (descriptor) {
    return own(this, keep(createBuffer.call(this, descriptor), descriptor.size));
  };
  realm.GPUDevice.prototype.createTexture = function (descriptor) {
    const texture = createTexture.call(this, descriptor);
    const { width, height, depthOrArrayLayers } = texture;
    return own(
      this,
      keep(texture, width * height * depthOrArrayLayers * bytesOf(texture.format) * texture.sampleCount),
    );
  };
  realm.GPUDevice.prototype.destroy = function () {
    for (const reference of owned.get(this) ?? []) {
      const resource = reference.deref();
      if (resource) free(sizes.get(resource));
    }
    return destroy.call(this);
  };
  for (const { prototype } of [realm.GPUBuffer, realm.GPUTexture]) {
    const { destroy } = prototype;
    prototype.destroy = function (this: GPUBuffer & GPUTexture) {
      free(sizes.get(this));
      return destroy.call(this);
    };
  }
  return () => ({ now, peak });
}

/** Of one texel, of the formats that contenders use; mip levels add a third at most and none of them has any. */
function bytesOf(format: GPUTextureFormat): number {
  const [, channels = '', bits = '8'] = /^(rgba|bgra|rg|r)(\d+)/.exec(format) ?? [];
  return Math.max(1, (channels.length || 4) * (Number(bits) / 8));
}
