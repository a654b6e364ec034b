import { expect, it } from 'vitest';
import { dcganModel } from '../../test/dcganModel.ts';
import { replaceDevices } from '../../test/replaceDevices.ts';
import { loadGenerator } from '../generator/loadGenerator.ts';
import { writeModel } from '../modelFile/writeModel.ts';

const bytes = writeModel(dcganModel({ channels: [10, 16, 3] }));

/** Dawn, the devices that it gave, and how each ended. */
function watchedGpu() {
  const devices: GPUDevice[] = [];
  const ended: string[] = [];
  const gpu = replaceDevices((device) => {
    devices.push(device);
    device.lost.then(({ reason }) => ended.push(reason));
    return device;
  });
  return { gpu, devices, ended };
}

it('generators share one device, which ends with the last of them', async () => {
  const { gpu, devices, ended } = watchedGpu();
  const load = () => loadGenerator(bytes, { backend: 'webgpu', gpu });
  const [first, second] = await Promise.all([load(), load()]);
  const third = await load();
  expect(devices).toHaveLength(1);
  const expected = await third.generate({ seed: 4 });
  first.dispose();
  first.dispose();
  second.dispose();
  expect((await third.generate({ seed: 4 })).values).toEqual(expected.values);
  expect(ended).toEqual([]);
  third.dispose();
  await devices[0]!.lost;
  const next = await load();
  expect(devices).toHaveLength(2);
  next.dispose();
});

it('a lost device is replaced once, for all', async () => {
  const { gpu, devices } = watchedGpu();
  const load = () => loadGenerator(bytes, { backend: 'webgpu', gpu });
  const generators = await Promise.all([load(), load(), load()]);
  const before = await generators[0]!.generate({ seed: 4 });
  devices[0]!.destroy();
  const after = await Promise.all(generators.map((generator) => generator.generate({ seed: 4 })));
  expect(devices).toHaveLength(2);
  expect(generators.map(({ backend }) => backend)).toEqual(['webgpu', 'webgpu', 'webgpu']);
  for (const { values } of after) expect(values).toEqual(before.values);
  for (const generator of generators) generator.dispose();
  await devices[1]!.lost;
});

it('a generator that is disposed while it is rebuilt leaves no device', async () => {
  const { gpu, devices, ended } = watchedGpu();
  const generator = await loadGenerator(bytes, { backend: 'webgpu', gpu });
  devices[0]!.destroy();
  await devices[0]!.lost;
  const call = generator.generate({ seed: 4 });
  await new Promise((resolve) => setTimeout(resolve));
  generator.dispose();
  await expect(call).rejects.toThrow('disposed');
  expect(devices).toHaveLength(2);
  await devices[1]!.lost;
  expect(ended).toEqual(['destroyed', 'destroyed']);
});
