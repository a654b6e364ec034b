import type { Agreement } from './results.ts';

/** Outputs that differ or carry no picture: nothing is timed. */
export class DisagreementError extends Error {}

const leastDeviation = 0.01;

/** @throws DisagreementError */
export function checkAgreement(name: string, { pairs, deviation }: Agreement, tolerance: number): void {
  const apart = pairs.filter(({ difference }) => !(difference <= tolerance));
  if (apart.length > 0) {
    const list = apart.map(({ between, difference }) => `${between.join(' and ')} by ${difference}`);
    throw new DisagreementError(`${name}: outputs differ: ${list.join('; ')}; expected at most ${tolerance}`);
  }
  if (!(deviation > leastDeviation)) {
    throw new DisagreementError(
      `${name}: outputs have standard deviation ${deviation}, expected above ${leastDeviation}`,
    );
  }
}
