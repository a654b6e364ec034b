import type { GeneratedImage } from '@roentgan/gan-runtime';
import { pause, whileHidden } from './pause.ts';
import type { Shot } from './shot.ts';
import type { Stage } from './stage.ts';

export interface Loop {
  /** Image `index`, `phase` (0 to 1) of the way through it. */
  shot(index: number, phase: number): Shot;
  make(shot: Shot): Promise<GeneratedImage>;
  readonly stage: Pick<Stage, 'show'>;
  /** Seconds from one image to the next within one seed. */
  interval(): number;
  readonly secondsPerImage: number;
  readonly fadeSeconds: number;
  /** Seconds between two frames on screen. */
  readonly frameSeconds: number;
  /** Whether images move; else each stands still until the next. */
  moves(): boolean;
  /** Tells what is on its way to the screen. */
  shown(shot: Shot): void;
}

/** Plays from image `index` on until aborted; then rejects with the signal's reason. Hidden pages make and draw nothing. */
export async function attractLoop(loop: Loop, index: number, signal: AbortSignal): Promise<never> {
  // A long fade would leave an image no time of its own.
  const fade = Math.min(loop.fadeSeconds, loop.secondsPerImage / 2);
  const length = loop.secondsPerImage - fade;
  for (let at = index; ; at++) {
    await whileHidden(signal);
    const shot = loop.shot(at, 0);
    const image = await loop.make(shot);
    signal.throwIfAborted();
    loop.shown(shot);
    await loop.stage.show(image, fade, signal);
    if (loop.moves()) await swing(loop, at, length, signal);
    else await pause(length, signal);
  }
}

/**
 * Moves one seed through its swing. The next image is made while the last one is on its way to the screen, so that a slow
 * backend, whose images are faded into each other, moves all the time.
 */
async function swing(loop: Loop, index: number, length: number, signal: AbortSignal): Promise<void> {
  const make = async (seconds: number) => {
    const shot = loop.shot(index, seconds / length);
    return { shot, image: await loop.make(shot) };
  };
  let interval = loop.interval();
  let seconds = interval;
  let coming = make(seconds);
  while (seconds < length) {
    const { shot, image } = await coming;
    signal.throwIfAborted();
    await whileHidden(signal);
    interval = loop.interval();
    loop.shown(shot);
    const next = seconds + interval;
    if (next < length) {
      coming = make(next);
      coming.catch(() => {}); // reported where it is awaited
    }
    const fade = interval >= 2 * loop.frameSeconds ? interval : 0;
    await Promise.all([loop.stage.show(image, fade, signal), pause(interval, signal)]);
    seconds = next;
  }
}
