/** `loop` goes on from the end to the start, `swing` turns round, `once` stays at the end. */
export type Repeat = 'loop' | 'swing' | 'once';

/** When an animation is where. */
export interface Timeline {
  /** Of the path, from 0. */
  readonly steps: number;
  /** For one step. */
  readonly seconds: number;
  readonly repeat: Repeat;
}

/** Seconds of one turn: there, or there and back. 0 where there is nothing to move through. */
export function durationOf({ steps, seconds, repeat }: Timeline): number {
  return steps * seconds * (repeat === 'swing' ? 2 : 1);
}

/** The place on the path, in steps, some seconds after the start. */
export function placeAt(timeline: Timeline, after: number): number {
  const { steps, seconds, repeat } = timeline;
  const duration = durationOf(timeline);
  if (duration === 0) return 0;
  if (repeat === 'once') return Math.min(steps, after / seconds);
  const place = (after % duration) / seconds;
  return repeat === 'swing' && place > steps ? Math.max(0, 2 * steps - place) : place;
}

/** The times of the frames of one turn. Its end is a frame only where nothing follows: elsewhere it is the first frame again. */
export function frameTimes(timeline: Timeline, framesPerSecond: number): readonly number[] {
  const duration = durationOf(timeline);
  const count = Math.max(1, Math.round(duration * framesPerSecond));
  const frames = timeline.repeat === 'once' && duration > 0 ? count + 1 : count;
  return Array.from({ length: frames }, (_, at) => (at / count) * duration);
}
