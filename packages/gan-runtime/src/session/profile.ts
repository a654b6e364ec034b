import type { LayerTime } from '../backend.ts';
import type { Frame } from './frame.ts';
import { bufferUsage, mapModeRead } from './usage.ts';

/** Runs a frame with one pass a dispatch and reads their timestamps; times are undefined where the device has none. */
export async function profileFrame(device: GPUDevice, frame: Frame): Promise<LayerTime[]> {
  const { steps } = frame.plan;
  const named = steps.map(({ label, kernel }) => ({ label, kernel: kernel.name }));
  if (!device.features.has('timestamp-query')) {
    return named.map((layer) => ({ ...layer, milliseconds: undefined }));
  }
  const count = steps.length * 2;
  const querySet = device.createQuerySet({ type: 'timestamp', count });
  const size = count * 8;
  const resolved = device.createBuffer({ size, usage: bufferUsage.queryResolve | bufferUsage.copySource });
  const staging = device.createBuffer({ size, usage: bufferUsage.mapRead | bufferUsage.copyDestination });
  const encoder = device.createCommandEncoder({ label: 'profile' });
  frame.dispatches.forEach(({ pipeline, bindGroup, workgroups }, index) => {
    const timestampWrites = {
      querySet,
      beginningOfPassWriteIndex: index * 2,
      endOfPassWriteIndex: index * 2 + 1,
    };
    const pass = encoder.beginComputePass({ timestampWrites });
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, bindGroup);
    pass.dispatchWorkgroups(...workgroups);
    pass.end();
  });
  encoder.resolveQuerySet(querySet, 0, count, resolved, 0);
  encoder.copyBufferToBuffer(resolved, 0, staging, 0, size);
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(mapModeRead);
  const times = new BigUint64Array(staging.getMappedRange().slice(0));
  for (const disposable of [querySet, resolved, staging]) disposable.destroy();
  return named.map((layer, index) => ({
    ...layer,
    milliseconds: Number(times[index * 2 + 1]! - times[index * 2]!) / 1e6,
  }));
}
