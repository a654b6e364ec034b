import type { GeneratedImage, Generator } from '@roentgan/gan-runtime';
import { latestOnly } from '../../ganViewer/latestOnly.ts';
import { createPlayback } from '../../ganViewer/playback.ts';
import { imageAt, type Path } from './path.ts';
import { durationOf, placeAt, type Timeline } from './timeline.ts';

/** Moves through a path, and draws where it is. */
export interface Player {
  readonly playing: boolean;
  /** Since the start of the turn. */
  readonly seconds: number;
  readonly duration: number;
  readonly place: number;
  /** Takes another path, at the time that it was at as far as there is that. */
  set(path: Path, timeline: Timeline): void;
  play(): void;
  pause(): void;
  /** Goes to a time of the turn and draws it. */
  seek(seconds: number): void;
  /** Pauses, and gives up what is being drawn. */
  stop(): void;
}

export interface PlayerEvents {
  /** The time has changed, or whether it runs. */
  onTime(): void;
  onImage(image: GeneratedImage, place: number): void;
  /** Of a model that samples in steps. */
  onStep(done: number, total: number): void;
  onError(error: Error): void;
}

export function createPlayer(generator: () => Generator, events: PlayerEvents): Player {
  let path: Path | undefined;
  let timeline: Timeline = { steps: 0, seconds: 1, repeat: 'once' };
  let drawing: AbortController | undefined;
  let stopped = true;

  const latest = latestOnly(async () => {
    if (!path || stopped) return;
    const own = new AbortController();
    drawing = own;
    const place = placeAt(timeline, clock.seconds);
    try {
      const image = await generator().generate({
        ...imageAt(path, place),
        signal: own.signal,
        onProgress: ({ done, total }) => events.onStep(done, total),
      });
      if (!own.signal.aborted) events.onImage(image, place);
    } catch (error) {
      if (own.signal.aborted) return;
      clock.set(false);
      events.onError(error as Error);
      events.onTime();
    }
  });
  const clock = createPlayback(() => {
    const duration = durationOf(timeline);
    if (timeline.repeat === 'once' && clock.seconds >= duration) {
      clock.set(false);
      clock.seek(duration);
      redraw();
    } else if (clock.seconds >= duration) clock.seek(clock.seconds % duration || 0);
    events.onTime();
    // While one is being drawn the clock goes on: a slow model shows fewer pictures, not a slower movie.
    if (!latest.busy) latest.request();
  });

  /** What a model of many steps is at is of no use any more; one that makes an image in one run is let finish, so that a slider that moves shows all. */
  function redraw(): void {
    stopped = false;
    if (generator().model.sampler) drawing?.abort();
    latest.request();
  }
  return {
    get playing() {
      return clock.playing;
    },
    get seconds() {
      return clock.seconds;
    },
    get duration() {
      return durationOf(timeline);
    },
    get place() {
      return placeAt(timeline, clock.seconds);
    },
    set(toPath, toTimeline) {
      [path, timeline] = [toPath, toTimeline];
      const duration = durationOf(timeline);
      if (clock.seconds > duration) clock.seek(duration);
      if (duration === 0) clock.set(false);
      redraw();
      events.onTime();
    },
    play() {
      const duration = durationOf(timeline);
      if (duration === 0) return;
      if (timeline.repeat === 'once' && clock.seconds >= duration) clock.seek(0);
      stopped = false;
      clock.set(true);
      events.onTime();
    },
    pause() {
      clock.set(false);
      events.onTime();
    },
    seek(seconds) {
      clock.seek(Math.min(durationOf(timeline), Math.max(0, seconds)));
      redraw();
      events.onTime();
    },
    stop() {
      clock.set(false);
      stopped = true;
      drawing?.abort();
      events.onTime();
    },
  };
}
