import { ModelFileError } from '../errors.ts';
import { asBounds, asInteger, asName, asNumber, asOneOf, asRecord, type JsonObject } from './fields.ts';
import type { GraphInput, GraphOutput, LabelInput } from './model.ts';
import { parseNoiseSchedule } from './parseNoiseSchedule.ts';
import { diffusionKinds, flowKinds, type Guidance, type Sampler, type Timestep } from './sampler.ts';
import { samplerLimits } from './samplerLimits.ts';

const fields = [
  'kind',
  'image',
  'timestep',
  'output',
  'prediction',
  'schedule',
  'steps',
  'clip',
  'variance',
  'guidance',
];

/** Checks `sampler` against the graph's inputs and outputs. Throws ModelFileError. */
export function parseSampler(
  value: unknown,
  inputs: readonly GraphInput[],
  outputs: readonly GraphOutput[],
): Sampler {
  const record = asRecord(value, 'sampler', fields);
  const schedule = parseNoiseSchedule(record.schedule);
  const isFlow = schedule.kind === 'flow';
  const most =
    'trainSteps' in schedule
      ? Math.min(schedule.trainSteps, samplerLimits.samplerSteps)
      : samplerLimits.samplerSteps;
  const steps = asInteger(record.steps, 'sampler.steps', 1);
  if (steps > most) throw new ModelFileError(`sampler.steps is ${steps}, expected at most ${most}`);
  const timestep = parseTimestep(record.timestep, inputs);
  return {
    kind: asOneOf(record.kind, 'sampler.kind', isFlow ? flowKinds : diffusionKinds),
    ...parseEnds(record, inputs, outputs),
    timestep,
    prediction: isFlow
      ? asOneOf(record.prediction, 'sampler.prediction', ['velocity'])
      : asOneOf(record.prediction, 'sampler.prediction', ['epsilon', 'v', 'sample']),
    schedule,
    steps,
    ...(record.clip !== undefined && { clip: asBounds(record.clip, 'sampler.clip') }),
    ...(record.variance !== undefined && {
      variance: asOneOf(record.variance, 'sampler.variance', ['small', 'large']),
    }),
    ...(record.guidance !== undefined && {
      guidance: parseGuidance(record.guidance, inputs, timestep.input),
    }),
  };
}

/** The noisy image and the prediction, which have one shape. */
function parseEnds(
  record: JsonObject,
  inputs: readonly GraphInput[],
  outputs: readonly GraphOutput[],
): { image: string; output: string } {
  const image = asName(record.image, 'sampler.image');
  const input = inputs.find(({ name }) => name === image);
  if (input?.kind !== 'latent' || input.distribution !== 'normal') {
    throw new ModelFileError(`sampler.image is "${image}", expected the name of a normal latent`);
  }
  const name = asName(record.output, 'sampler.output');
  const output = outputs.find((candidate) => candidate.name === name);
  if (!output) throw new ModelFileError(`sampler.output is "${name}", expected the name of an output`);
  if (String(output.shape) !== String(input.shape)) {
    throw new ModelFileError(
      `sampler.output "${name}" is [${output.shape}], expected [${input.shape}] as sampler.image "${image}"`,
    );
  }
  return { image, output: name };
}

function parseTimestep(value: unknown, inputs: readonly GraphInput[]): Timestep {
  const record = asRecord(value, 'sampler.timestep', ['input', 'scale', 'offset']);
  const { name } = findLabel(record.input, 'sampler.timestep.input', inputs, 'value');
  const scale = asNumber(record.scale, 'sampler.timestep.scale');
  if (scale === 0) throw new ModelFileError('sampler.timestep.scale is 0, expected another number');
  return { input: name, scale, offset: asNumber(record.offset, 'sampler.timestep.offset') };
}

function parseGuidance(value: unknown, inputs: readonly GraphInput[], timestep: string): Guidance {
  const record = asRecord(value, 'sampler.guidance', ['label', 'null', 'scale']);
  const label = findLabel(record.label, 'sampler.guidance.label', inputs);
  if (label.name === timestep) {
    throw new ModelFileError(`sampler.guidance.label is "${timestep}", expected another than the timestep`);
  }
  const scale = asNumber(record.scale, 'sampler.guidance.scale');
  if (record.null === 'zeros' && label.encoding === 'one-hot') {
    return { label: label.name, null: 'zeros', scale };
  }
  const none = asNumber(record.null, 'sampler.guidance.null');
  const classes = label.shape[1] as number;
  const isClass = Number.isInteger(none) && none >= 0 && none < classes;
  if (label.encoding === 'one-hot' && !isClass) {
    throw new ModelFileError(`sampler.guidance.null is ${none}, expected a class, 0 to ${classes - 1}`);
  }
  return { label: label.name, null: none, scale };
}

function findLabel(
  value: unknown,
  where: string,
  inputs: readonly GraphInput[],
  encoding?: LabelInput['encoding'],
): LabelInput {
  const name = asName(value, where);
  const input = inputs.find((candidate) => candidate.name === name);
  if (input?.kind !== 'label' || (encoding !== undefined && input.encoding !== encoding)) {
    const kind = encoding === undefined ? 'label' : `${encoding} label`;
    throw new ModelFileError(`${where} is "${name}", expected the name of a ${kind}`);
  }
  return input;
}
