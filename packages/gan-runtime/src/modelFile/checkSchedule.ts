import { ModelFileError } from '../errors.ts';
import { alphasCumprodOf } from '../sampler/alphasCumprod.ts';
import type { Sampler } from './sampler.ts';
import { samplerLimits } from './samplerLimits.ts';
import type { TensorInfo } from './tensorTable.ts';

/** A noise schedule falls at every step; of a table, which has not arrived yet, its shape is checked. */
export function checkSchedule({ schedule, steps }: Sampler, tensors: ReadonlyMap<string, TensorInfo>): void {
  if (schedule.kind !== 'table') {
    alphasCumprodOf(schedule);
    return;
  }
  const where = `sampler.schedule: alphasCumprod "${schedule.alphasCumprod}"`;
  const table = tensors.get(schedule.alphasCumprod);
  if (table === undefined) throw new ModelFileError(`${where} is missing, expected a tensor of the file`);
  const [count = 0, ...others] = table.shape;
  if (table.dtype !== 'F32' || others.length > 0 || count < steps || count > samplerLimits.trainSteps) {
    throw new ModelFileError(
      `${where} is ${table.dtype} [${table.shape}], expected F32 [${steps}] to [${samplerLimits.trainSteps}]`,
    );
  }
}
