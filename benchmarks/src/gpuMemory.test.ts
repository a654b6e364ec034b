import { expect, test } from 'vitest';
import { watchGpuMemory } from './gpuMemory.ts';

/** A realm whose GPU classes only exist. */
function makeRealm() {
  class GPUBuffer {
    destroy(): void {}
  }
  class GPUTexture {
    readonly width = 4;
    readonly height = 2;
    readonly depthOrArrayLayers = 1;
    readonly sampleCount = 1;
    readonly format = 'rgba16float';
    destroy(): void {}
  }
  class GPUDevice {
    createBuffer(_: { size: number }): GPUBuffer {
      return new GPUBuffer();
    }
    createTexture(_: object): GPUTexture {
      return new GPUTexture();
    }
    destroy(): void {}
  }
  return { GPUDevice, GPUBuffer, GPUTexture };
}

test('what is held, and at most was', () => {
  const realm = makeRealm();
  const bytes = watchGpuMemory(realm as unknown as typeof globalThis);
  const device = new realm.GPUDevice();
  const first = device.createBuffer({ size: 100 });
  device.createTexture({});
  expect(bytes()).toEqual({ now: 164, peak: 164 });
  first.destroy();
  first.destroy(); // allowed, and frees nothing more
  expect(bytes()).toEqual({ now: 64, peak: 164 });
  device.createBuffer({ size: 36 });
  expect(bytes()).toEqual({ now: 100, peak: 164 });
  device.destroy();
  expect(bytes()).toEqual({ now: 0, peak: 164 });
});

test('a realm without WebGPU holds nothing', () => {
  expect(watchGpuMemory({} as typeof globalThis)()).toEqual({ now: 0, peak: 0 });
});
