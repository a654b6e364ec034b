import { ModelFileError } from '../errors.ts';
import { asInteger, asName, asNumber, asOneOf, asRecord, type JsonObject } from './fields.ts';
import type { NoiseSchedule } from './sampler.ts';
import { samplerLimits } from './samplerLimits.ts';

const where = 'sampler.schedule';
const kinds = ['linear', 'scaledLinear', 'cosine', 'table', 'flow'] as const;

/** `sampler.schedule`. That a table is there and falls is checked by `checkModel` and `alphasCumprodOf`. */
export function parseNoiseSchedule(value: unknown): NoiseSchedule {
  const kind = asOneOf((value as JsonObject | null | undefined)?.kind, `${where}.kind`, kinds);
  switch (kind) {
    case 'table': {
      const record = asRecord(value, where, ['kind', 'alphasCumprod']);
      return { kind, alphasCumprod: asName(record.alphasCumprod, `${where}.alphasCumprod`) };
    }
    case 'flow': {
      const record = asRecord(value, where, ['kind', 'towards']);
      return { kind, towards: asOneOf(record.towards, `${where}.towards`, ['image', 'noise']) };
    }
    case 'cosine': {
      const record = asRecord(value, where, ['kind', 'trainSteps']);
      return { kind, trainSteps: parseTrainSteps(record.trainSteps) };
    }
    default: {
      const record = asRecord(value, where, ['kind', 'trainSteps', 'betaStart', 'betaEnd']);
      const betaStart = parseBeta(record.betaStart, 'betaStart', 0);
      return {
        kind,
        trainSteps: parseTrainSteps(record.trainSteps),
        betaStart,
        betaEnd: parseBeta(record.betaEnd, 'betaEnd', betaStart),
      };
    }
  }
}

function parseTrainSteps(value: unknown): number {
  const steps = asInteger(value, `${where}.trainSteps`, 1);
  if (steps > samplerLimits.trainSteps) {
    throw new ModelFileError(`${where}.trainSteps is ${steps}, expected at most ${samplerLimits.trainSteps}`);
  }
  return steps;
}

/** Above 0, so that each step has more noise than the one before it, and not below the start. */
function parseBeta(value: unknown, field: string, least: number): number {
  const beta = asNumber(value, `${where}.${field}`);
  if (!(beta > 0 && beta >= least && beta < 1)) {
    const expected = least > 0 ? `at least betaStart, ${least}, and` : 'above 0 and';
    throw new ModelFileError(`${where}.${field} is ${beta}, expected ${expected} below 1`);
  }
  return beta;
}
