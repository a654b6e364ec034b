import type { ImageSettings } from './imageSettings.ts';

/** Seconds for one seed: one swing along the first direction, there and back. */
const secondsPerSeed = 6;
/** Seconds for one seed where the model has nothing to swing along. */
const secondsPerStill = 1.5;

interface Swing {
  readonly name: string;
  readonly range: readonly [number, number];
}

/** What to show `seconds` into an animation that starts at `base`: one seed after another, each swung along `swing`. */
export function playedSettings(
  base: ImageSettings,
  swing: Swing | undefined,
  seconds: number,
): ImageSettings {
  const turn = seconds / (swing ? secondsPerSeed : secondsPerStill);
  const seed = base.seed + Math.floor(turn);
  if (!swing) return { ...base, seed };
  const [low, high] = swing.range;
  const reach = Math.sin(2 * Math.PI * (turn % 1)) * 0.6;
  const moved = (base.edits[swing.name] ?? 0) + reach * (reach < 0 ? Math.abs(low) : Math.abs(high));
  return { ...base, seed, edits: { ...base.edits, [swing.name]: Math.min(high, Math.max(low, moved)) } };
}

/** A clock for an animation that can pause. */
export interface Playback {
  readonly playing: boolean;
  readonly seconds: number;
  /** Starts or pauses; the time goes on where it stopped. */
  set(playing: boolean): void;
  /** Sets the time, in seconds. */
  seek(seconds: number): void;
}

/** Calls `onFrame` before each repaint while playing. */
export function createPlayback(onFrame: () => void): Playback {
  let handle = 0;
  let elapsed = 0;
  let last: number | undefined;
  function frame(now: number): void {
    // A browser that slept does not jump ahead.
    elapsed += last === undefined ? 0 : Math.min(0.25, (now - last) / 1000);
    last = now;
    handle = requestAnimationFrame(frame);
    onFrame();
  }
  return {
    get playing() {
      return handle !== 0;
    },
    get seconds() {
      return elapsed;
    },
    set(playing) {
      if (playing === (handle !== 0)) return;
      if (playing) handle = requestAnimationFrame(frame);
      else {
        cancelAnimationFrame(handle);
        handle = 0;
        last = undefined;
      }
    },
    seek(seconds) {
      elapsed = seconds;
    },
  };
}
