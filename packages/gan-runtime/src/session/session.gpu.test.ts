import { describe, expect, it } from 'vitest';
import { testGpu } from '../../../kernels/test/device.ts';
import { countCalls } from '../../test/countCalls.ts';
import { dcganModel } from '../../test/dcganModel.ts';
import { asHardware, replaceDevices, replaceMethods } from '../../test/replaceDevices.ts';
import { loadGenerator } from '../generator/loadGenerator.ts';
import { normalLatent } from '../latent/latent.ts';
import { parseHeader } from '../modelFile/header.ts';
import { writeModel } from '../modelFile/writeModel.ts';
import { planModel } from '../plan/plan.ts';

const webgpu = { backend: 'webgpu', gpu: testGpu() } as const;

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let largest = a.length === b.length ? 0 : Number.POSITIVE_INFINITY;
  for (let at = 0; at < a.length; at++) largest = Math.max(largest, Math.abs(a[at]! - b[at]!));
  return largest;
}

describe('a DCGAN on WebGPU', () => {
  it('plans z100 to 64x64x3 as five dispatches', () => {
    const bytes = writeModel(dcganModel());
    const { graph, tensors } = parseHeader(bytes, bytes.length, 'dcgan');
    expect(planModel(graph, tensors).steps.map(({ label }) => label)).toHaveLength(5);
  });

  it('agrees with the reference, batch 3', async () => {
    const bytes = writeModel(dcganModel({ channels: [10, 18, 9, 3] }));
    const z = { shape: [3, 10, 1, 1], data: normalLatent(1, 0, 30) };
    const onGpu = await loadGenerator(bytes, webgpu);
    const plain = await loadGenerator(bytes, { backend: 'reference' });
    expect([onGpu.backend, plain.backend]).toEqual(['webgpu', 'reference']);
    const [a, b] = [await onGpu.run({ z }), await plain.run({ z })];
    expect(a.image!.shape).toEqual([3, 3, 16, 16]);
    expect(largestDifference(a.image!.data, b.image!.data)).toBeLessThan(1e-5);
    onGpu.dispose();
  });

  it('makes one image of a seed, alone or in a batch, on both backends', async () => {
    const bytes = writeModel(dcganModel({ channels: [15, 8, 1], classes: 5 }));
    const onGpu = await loadGenerator(bytes, webgpu);
    const onCpu = await loadGenerator(bytes, { backend: 'cpu' });
    const options = { labels: { grade: 3 }, truncation: 0.7 };
    const alone = await onGpu.generate({ seed: 8, ...options });
    const batch = await onGpu.generate({ seeds: [7, 8, 9], ...options });
    const onTheCpu = await onCpu.generate({ seed: 8, ...options });
    expect(largestDifference(alone.values, batch[1]!.values)).toBe(0);
    expect(largestDifference(alone.values, onTheCpu.values)).toBeLessThan(1e-5);
    expect(largestDifference(alone.values, batch[0]!.values)).toBeGreaterThan(1e-2);
    onGpu.dispose();
    onCpu.dispose();
  });

  it('creates nothing in a frame and submits once', async () => {
    const adapter = await testGpu().requestAdapter();
    const { device, counts } = countCalls(await adapter!.requestDevice());
    const generator = await loadGenerator(writeModel(dcganModel({ channels: [10, 16, 8, 3] })), { device });
    await generator.generate({ seed: 1 });
    counts.clear();
    await generator.generate({ seed: 2 });
    expect(Object.fromEntries(counts)).toEqual({
      createCommandEncoder: 1,
      submit: 1,
      writeBuffer: 1,
      beginComputePass: 1,
    });
    expect(generator.counters).toMatchObject({ dispatches: 3, submits: 1 });
    generator.dispose();
  });

  it('splits a batch that is larger than one run', async () => {
    const generator = await loadGenerator(writeModel(dcganModel({ channels: [6, 5, 1] })), webgpu);
    const seeds = Array.from({ length: 37 }, (_, index) => index);
    const images = await generator.generate({ seeds });
    expect(images.map(({ seed }) => seed)).toEqual(seeds);
    const last = await generator.generate({ seed: 36 });
    expect(largestDifference(images[36]!.values, last.values)).toBe(0);
    generator.dispose();
  });

  it('names what is wrong with a call', async () => {
    const generator = await loadGenerator(
      writeModel(dcganModel({ channels: [10, 6, 1], classes: 5 })),
      webgpu,
    );
    await expect(generator.generate({ labels: { grade: 5 } })).rejects.toThrow(
      'label "grade" is 5, expected 0 to 4',
    );
    await expect(generator.generate({ labels: { age: 1 } })).rejects.toThrow(
      'label "age" is unknown, expected one of "grade"',
    );
    await expect(generator.generate({ edits: { width: 1 } })).rejects.toThrow('edit "width" is unknown');
    await expect(generator.generate({ truncation: 2 })).rejects.toThrow('truncation is 2, expected 0 to 1');
    await expect(generator.generate({ seed: -1 })).rejects.toThrow('seed is -1');
    await expect(generator.run({})).rejects.toThrow('run: input "z" is missing, expected [N,5]');
    generator.dispose();
    await expect(generator.generate()).rejects.toThrow('disposed');
  });
});

describe('device loss', () => {
  it('rebuilds from the source and answers the call in flight', async () => {
    const devices: GPUDevice[] = [];
    const gpu = replaceDevices(remember(devices));
    const generator = await loadGenerator(new Blob([writeModel(dcganModel({ channels: [10, 16, 3] }))]), {
      backend: 'webgpu',
      gpu,
    });
    const before = await generator.generate({ seed: 4 });
    const inFlight = generator.generate({ seed: 4 });
    devices[0]!.destroy();
    expect(largestDifference((await inFlight).values, before.values)).toBe(0);
    expect(generator.backend).toBe('webgpu');
    expect(devices).toHaveLength(2);
    generator.dispose();
  });

  it('goes to the CPU after repeated losses and says so', async () => {
    const devices: GPUDevice[] = [];
    const generator = await loadGenerator(writeModel(dcganModel({ channels: [10, 16, 3] })), {
      backend: 'webgpu',
      gpu: replaceDevices(remember(devices)),
    });
    for (let loss = 0; loss < 4; loss++) {
      devices.at(-1)!.destroy();
      await generator.generate({ seed: 4 });
    }
    expect(generator.backend).toBe('cpu');
    expect(generator.backendReason).toContain('lost 4 times');
  });

  it('goes to the CPU at once where a call keeps losing the device', async () => {
    const devices: GPUDevice[] = [];
    const loseOnRun = (device: GPUDevice) =>
      replaceMethods(device, {
        createCommandEncoder(descriptor: GPUCommandEncoderDescriptor) {
          if (descriptor.label === 'run') device.destroy();
          return device.createCommandEncoder(descriptor);
        },
      });
    const gpu = replaceDevices(remember(devices, loseOnRun));
    const generator = await loadGenerator(writeModel(dcganModel({ channels: [10, 16, 3] })), {
      backend: 'webgpu',
      gpu,
    });
    await generator.generate({ seed: 4 });
    expect([generator.backend, devices.length]).toEqual(['cpu', 2]);
  });

  it("fails with the reason where the device is the caller's", async () => {
    const adapter = await testGpu().requestAdapter();
    const device = await adapter!.requestDevice();
    const generator = await loadGenerator(writeModel(dcganModel({ channels: [10, 16, 3] })), { device });
    device.destroy();
    await expect(generator.generate({ seed: 4 })).rejects.toThrow('the WebGPU device was lost');
  });
});

describe('the choice of a backend', () => {
  const bytes = writeModel(dcganModel({ channels: [10, 16, 3] }));
  const noAdapter = { requestAdapter: async () => null } as unknown as GPU;

  it('is the CPU where there is no adapter, and says why', async () => {
    const generator = await loadGenerator(bytes, { gpu: noAdapter });
    expect([generator.backend, generator.backendReason]).toEqual([
      'cpu',
      expect.stringContaining('no adapter'),
    ]);
  });

  it('is the CPU where the only adapter is a software one, unless WebGPU is asked for', async () => {
    const generator = await loadGenerator(bytes, { gpu: testGpu() });
    expect([generator.backend, generator.backendReason]).toEqual([
      'cpu',
      expect.stringMatching(/the only WebGPU adapter \(.*SwiftShader.*\) is software/i),
    ]);
    generator.dispose();
    const forced = await loadGenerator(bytes, webgpu);
    expect([forced.backend, forced.backendReason]).toEqual([
      'webgpu',
      'a software WebGPU adapter is available',
    ]);
    forced.dispose();
  });

  it('is the CPU where the GPU fails while loading', async () => {
    const broken = asHardware(replaceDevices(failingPipelines));
    const generator = await loadGenerator(bytes, { gpu: broken });
    expect([generator.backend, generator.backendReason]).toEqual(['cpu', 'WebGPU failed: out of luck']);
    await expect(loadGenerator(bytes, { gpu: broken, backend: 'webgpu' })).rejects.toThrow('out of luck');
  });

  it('fails by name where WebGPU is forced and absent', async () => {
    const loading = loadGenerator(bytes, { gpu: noAdapter, backend: 'webgpu' });
    await expect(loading).rejects.toMatchObject({ name: 'WebGpuUnavailableError' });
  });

  it('does not hide a broken file or an impossible precision behind the CPU', async () => {
    const gpu = asHardware(testGpu());
    await expect(loadGenerator(bytes.slice(0, -4), { gpu })).rejects.toMatchObject({
      name: 'ModelFileError',
    });
    const half = loadGenerator(bytes, { gpu, precision: 'f16' });
    await expect(half).rejects.toThrow('this device has no shader-f16');
  });

  it("frees what a failed load left on the caller's device", async () => {
    const alive = new Set<GPUBuffer>();
    const adapter = await testGpu().requestAdapter();
    const own = await adapter!.requestDevice();
    const device = replaceMethods(own, {
      createBuffer(descriptor: GPUBufferDescriptor) {
        const buffer = own.createBuffer(descriptor);
        alive.add(buffer);
        const destroy = buffer.destroy.bind(buffer);
        buffer.destroy = () => {
          alive.delete(buffer);
          return destroy();
        };
        return buffer;
      },
    });
    await expect(loadGenerator(bytes, { device: failingPipelines(device) })).rejects.toThrow('out of luck');
    expect(alive.size).toBe(0);
    const generator = await loadGenerator(bytes, { device });
    expect(alive.size).toBeGreaterThan(0);
    generator.dispose();
    expect(alive.size).toBe(0);
    own.destroy();
  });

  it('stops loading when aborted', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(loadGenerator(bytes, { gpu: testGpu(), signal })).rejects.toThrow('enough');
  });
});

/** Keeps the devices that Dawn gave. */
function remember(devices: GPUDevice[], wrap = (device: GPUDevice) => device) {
  return (device: GPUDevice): GPUDevice => {
    devices.push(device);
    return wrap(device);
  };
}

/** No pipeline ever compiles. */
function failingPipelines(device: GPUDevice): GPUDevice {
  return replaceMethods(device, {
    createComputePipelineAsync: () => Promise.reject(new Error('out of luck')),
  });
}
