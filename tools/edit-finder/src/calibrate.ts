import type { Curve } from '@roentgan/gan-runtime/model-file';
import type { Response } from './responses.ts';
import { isWhole, mean } from './slopes.ts';

/** Curves that stay this near to the straight line, as a share of the range, need no table. */
const straight = 0.05;

/** The mean change of an attribute at each amount, all starts having the same amounts. */
export function meanChange(responses: readonly Response[], attribute: number): [number, number][] {
  const whole = responses.filter(isWhole);
  const { amounts } = whole[0]!;
  return amounts.map((amount, at) => [
    amount,
    mean(whole.map(({ values, start }) => values[at]![attribute]! - start.values[attribute]!)),
  ]);
}

/**
 * The table [amount, step] with which an asked change is the mean measured change, or nothing where it already is. Steps that bring no
 * change are left out.
 */
export function calibrationOf(change: readonly (readonly [number, number])[]): Curve | undefined {
  const reach = Math.max(...change.map(([step]) => Math.abs(step)));
  const bend = Math.max(...change.map(([step, found]) => Math.abs(found - step)));
  if (bend <= straight * reach) return undefined;
  const up = increasing(change.filter(([step, found]) => step > 0 && found > 0));
  const down = increasing(
    change
      .filter(([step, found]) => step < 0 && found < 0)
      .map(([step, found]) => [-step, -found] as const)
      .reverse(),
  );
  const curve = [
    ...down.map(([step, found]): [number, number] => [-found, -step]).reverse(),
    [0, 0] as [number, number],
    ...up.map(([step, found]): [number, number] => [found, step]),
  ];
  return curve.length < 2 ? undefined : curve.map(([amount, step]) => [short(amount), short(step)] as const);
}

/** Pairs, ascending in the first number, without those whose second does not rise above all before. */
function increasing(pairs: readonly (readonly [number, number])[]): (readonly [number, number])[] {
  let most = 0;
  return pairs.filter(([, value]) => {
    const rises = value > most * 1.01;
    if (rises) most = value;
    return rises;
  });
}

/** Digits beyond what a measurement carries only fill the file. */
export function short(value: number): number {
  return Number(value.toPrecision(5));
}
