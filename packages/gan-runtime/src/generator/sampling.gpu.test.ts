import { expect, it } from 'vitest';
import { testGpu } from '../../../kernels/test/device.ts';
import { provideEverything } from '../../test/allOperations.ts';
import { diffusionModel } from '../../test/diffusionModel.ts';
import { replaceDevices } from '../../test/replaceDevices.ts';
import { writeModel } from '../modelFile/writeModel.ts';
import type { GeneratedImage } from './generatedImage.ts';
import { loadGenerator } from './loadGenerator.ts';

provideEverything();

const bytes = writeModel(diffusionModel({}, { isGuided: true }));

function largestDifference(a: GeneratedImage, b: GeneratedImage): number {
  return Math.max(...a.values.map((value, at) => Math.abs(value - b.values[at]!)));
}

it.each(['ddpm', 'ddim', 'dpmSolver++'] as const)('agrees with the CPU with %s', async (sampler) => {
  const onGpu = await loadGenerator(bytes, { backend: 'webgpu', gpu: testGpu() });
  const onCpu = await loadGenerator(bytes, { backend: 'cpu', threads: 1 });
  const [alone, expected] = [
    await onGpu.generate({ seed: 8, sampler }),
    await onCpu.generate({ seed: 8, sampler }),
  ];
  const batch = await onGpu.generate({ seeds: [7, 8, 9], sampler });
  expect(largestDifference(batch[1]!, alone)).toBe(0);
  // Sums of few terms in f32, enlarged by guidance and by 1 / sqrt(a), as the values themselves are.
  const largest = Math.max(...expected.values.map(Math.abs));
  expect(largestDifference(alone, expected) / largest).toBeLessThan(1e-5);
  onGpu.dispose();
  onCpu.dispose();
});

it('guides a batch that takes more than one run', async () => {
  const generator = await loadGenerator(bytes, { backend: 'webgpu', gpu: testGpu() });
  const seeds = Array.from({ length: 19 }, (_, index) => index);
  const images = await generator.generate({ seeds, steps: 2 });
  expect(images.map(({ seed }) => seed)).toEqual(seeds);
  expect(largestDifference(images[18]!, await generator.generate({ seed: 18, steps: 2 }))).toBe(0);
  generator.dispose();
});

it('draws what it makes, each step where that is asked for', async () => {
  const adapter = await testGpu().requestAdapter();
  const device = await adapter!.requestDevice();
  const plain = { clip: [-1, 1] } as const; // pixels have all levels then
  const generator = await loadGenerator(writeModel(diffusionModel(plain)), { device });
  const { canvas, drawn } = await canvasOn(device);
  const image = await generator.generate({ seed: 4, steps: 4 });
  await generator.render(canvas, { seed: 4, steps: 4, drawSteps: true });
  expect([canvas.width, canvas.height, drawn.length]).toEqual([5, 6, 4]);
  const [first, last] = [await pixelsOf(device, drawn[0]!), await pixelsOf(device, drawn[3]!)];
  const differences = image.rgba.map((value, at) => Math.abs(value - last[at]!));
  expect(Math.max(...differences)).toBeLessThanOrEqual(1);
  expect(new Set(image.rgba).size).toBeGreaterThan(4);
  expect(first).not.toEqual(last);
  generator.dispose();
});

it('goes on with the step in flight where the device is lost', async () => {
  const devices: GPUDevice[] = [];
  const gpu = replaceDevices((device) => {
    devices.push(device);
    return device;
  });
  const generator = await loadGenerator(new Blob([bytes]), { backend: 'webgpu', gpu });
  const before = await generator.generate({ seed: 4 });
  const seen: number[] = [];
  const image = await generator.generate({
    seed: 4,
    onProgress({ done }) {
      seen.push(done);
      if (done === 3) devices[0]!.destroy();
    },
  });
  expect(largestDifference(image, before)).toBe(0);
  expect([seen, devices.length]).toEqual([[1, 2, 3, 4, 5], 2]);
  generator.dispose();
});

/** A canvas whose context gives textures that can be read back; they outlive the draw. */
async function canvasOn(device: GPUDevice) {
  const drawn: GPUTexture[] = [];
  let format: GPUTextureFormat = 'bgra8unorm';
  const canvas = {
    width: 1,
    height: 1,
    getContext: () => ({
      configure(configuration: GPUCanvasConfiguration) {
        format = configuration.format;
      },
      getCurrentTexture() {
        const size = [canvas.width, canvas.height];
        const usage = 0x10 | 0x01; // RENDER_ATTACHMENT, COPY_SRC: Node has no such globals
        drawn.push(device.createTexture({ size, format, usage }));
        return drawn.at(-1)!;
      },
    }),
  };
  return { canvas: canvas as unknown as OffscreenCanvas, drawn };
}

/** RGBA of a bgra8unorm texture. */
async function pixelsOf(device: GPUDevice, texture: GPUTexture): Promise<number[]> {
  const { width, height } = texture;
  const buffer = device.createBuffer({ size: 256 * height, usage: 0x01 | 0x08 }); // MAP_READ, COPY_DST
  const encoder = device.createCommandEncoder();
  encoder.copyTextureToBuffer({ texture }, { buffer, bytesPerRow: 256 }, [width, height]);
  device.queue.submit([encoder.finish()]);
  await buffer.mapAsync(1);
  const bytes = new Uint8Array(buffer.getMappedRange());
  return Array.from({ length: width * height * 4 }, (_, at) => {
    const [pixel, channel] = [Math.floor(at / 4), at % 4];
    const start = Math.floor(pixel / width) * 256 + (pixel % width) * 4;
    return bytes[start + [2, 1, 0, 3][channel]!]!;
  });
}
