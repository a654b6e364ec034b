import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { create, globals } from 'webgpu';
import { bindOperands } from '../measure/bindOperands.ts';
import { parseCall } from '../measure/callText.ts';
import { checkOutput } from '../measure/checkOutput.ts';
import { compileCandidate } from '../measure/compileCandidate.ts';
import { dispatchOnce, readElements } from '../measure/dispatchOnce.ts';
import { computeExpectation } from '../measure/expectation.ts';
import { openMeasuringDevice } from '../measure/measuringDevice.ts';
import { makeOperands } from '../measure/operands.ts';
import { operations } from '../operations.ts';
import { findProblems } from './findProblems.ts';
import { ownKernel } from './ownKernel.ts';
import { reflect } from './reflect.ts';

const path = new URL('../../../../docs/bring-your-own-kernel.md', import.meta.url);
const [, text] = /^```wgsl\n(.*?)^```$/ms.exec(readFileSync(path, 'utf8'))!;

it("the document's first kernel is right, where it says that it can run", async () => {
  Object.assign(globalThis, globals);
  const gpu = create([]); // kept: Dawn ends the process silently once it is collected
  const { device } = await openMeasuringDevice(gpu);
  const operation = operations.convTranspose2d!;
  for (const shape of [
    'input=1x8x16x16 out=12 kernel=4 stride=2 padding=1 bias',
    'input=2x5x3x7 out=6 kernel=3x5 stride=3,1 padding=1,2,0,1 bias',
    'input=1x7x1x1 out=9 kernel=4',
  ]) {
    const call = parseCall(operation, shape);
    const own = ownKernel({ name: 'first.wgsl', text: text! }, operation, call, 'f32');
    expect(findProblems(own, reflect(own), device.limits)).toEqual([]);
    const operands = makeOperands(call, 'f32');
    const { buffers } = await bindOperands(device, operation, call, operands, 'f32', 30);
    const compiled = await compileCandidate(device, own.candidate, 30);
    await dispatchOnce(device, own.candidate, compiled, buffers, 30);
    const values = await readElements(device, buffers.output!, 'f32', 30);
    const expected = await computeExpectation(operation, call, operands);
    expect(checkOutput(values, expected, 'f32'), shape).toMatchObject({ passes: true, wrong: 0 });
  }
  expect(gpu).toBeDefined();
});
