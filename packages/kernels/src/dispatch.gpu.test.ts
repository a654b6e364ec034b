import { expect, it } from 'vitest';
import { testDevice } from '../test/device.ts';
import { dispatch, readElements, upload } from '../test/execute.ts';
import { activationKernel, epilogueConstants, plainEpilogue } from './index.ts';

it.each([[[11, 1, 1]], [[3, 4, 1]], [[2, 3, 2]], [[1, 1, 13]]] as const)(
  'invocations of %j workgroups are one row, and the surplus stops at the output',
  async (workgroups) => {
    const device = await testDevice();
    const values = Float32Array.from({ length: 11 * 64 * 4 - 4 }, (_, at) => at + 1);
    const output = upload(device, new Float32Array(values.length));
    const constants = { GROUPS: 1, ...epilogueConstants(plainEpilogue, 4) };
    const unused = upload(device, new Float32Array(4));
    const buffers = { output, input: upload(device, values), channelParameters: unused, residual: unused };
    await dispatch(device, activationKernel, 'f32', constants, workgroups, buffers);
    expect(await readElements(device, output, 'f32')).toEqual(values);
  },
);
