import type { Sampler } from '@roentgan/gan-runtime/model-file';

/** A sampler for people: one line for how it steps, one for what the network takes, one for guidance. */
export function describeSampler(sampler: Sampler): string[] {
  const { kind, steps, prediction, output, image, timestep, schedule, clip, guidance } = sampler;
  const bounds = clip ? `, clamped to ${clip.join(' to ')}` : '';
  const { input, scale, offset } = timestep;
  const time = `${scale === 1 ? '' : `${scale} * `}time${offset === 0 ? '' : ` + ${offset}`}`;
  return [
    `${kind}, ${steps} steps, ${describeSchedule(schedule)}`,
    `takes ${image} and ${input} = ${time}, gives ${prediction} as ${output}${bounds}`,
    ...(guidance ? [`guidance ${guidance.scale} by ${guidance.label}, none is ${guidance.null}`] : []),
  ];
}

function describeSchedule(schedule: Sampler['schedule']): string {
  switch (schedule.kind) {
    case 'flow':
      return `flow, velocity towards the ${schedule.towards}`;
    case 'table':
      return `noise by the tensor ${schedule.alphasCumprod}`;
    case 'cosine':
      return `cosine noise of ${schedule.trainSteps} training steps`;
    default: {
      const { kind, trainSteps, betaStart, betaEnd } = schedule;
      return `${kind} betas ${betaStart} to ${betaEnd} of ${trainSteps} training steps`;
    }
  }
}
