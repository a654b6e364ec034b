import type { Generator } from '@roentgan/gan-runtime';
import { byId } from '../controls/makeElement.ts';
import { describeImage } from '../ganViewer/imageSettings.ts';
import { latestOnly } from '../ganViewer/latestOnly.ts';
import type { Changeable } from './config/fitModel.ts';
import type { KioskConfig } from './config/kioskConfig.ts';
import { createEditPanel } from './edit/editPanel.ts';
import { fillIn } from './edit/fillIn.ts';
import type { Monitor } from './health/monitor.ts';
import { maintain } from './maintenance.ts';
import { keepOffline } from './offline/offlineCache.ts';
import { attracting, type KioskPhase, nextPhase, type PhaseEvent, secondsLeft } from './phase.ts';
import { showPhase, showReturning } from './screen.ts';
import { attractLoop, type Loop } from './show/attractLoop.ts';
import { createMaker, type Made } from './show/maker.ts';
import { createPace } from './show/pace.ts';
import { type Shot, shotAt } from './show/shot.ts';
import { createStage } from './show/stage.ts';
import { keepAwake } from './wakeLock.ts';

export interface Kiosk {
  readonly config: KioskConfig;
  readonly changeable: Changeable;
  readonly generator: Generator;
  readonly modelName: string;
  readonly monitor: Monitor;
  fail(error: unknown): void;
}

/** The return to the loop is announced so many seconds before. */
const announceFrom = 10;
/** How often a person's absence is looked at, in milliseconds. */
const idleCheck = 250;
/** First seeds are drawn from so many. */
const firstSeeds = 2 ** 31;

/** Plays the loop, and hands the image to whoever touches it. */
export function runKiosk({ config, changeable, generator, modelName, monitor, fail }: Kiosk): void {
  const pace = createPace(config);
  const made: Made = { images: 0, lastAt: performance.now() };
  const make = createMaker(generator, pace, made);
  const canvas = byId<HTMLCanvasElement>('picture');
  const stage = createStage(canvas, config.framesPerSecond);
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  const firstSeed = config.seed ?? Math.floor(Math.random() * firstSeeds);
  let index = 0;
  let shot: Shot = shotAt(changeable, firstSeed, 0, 0);
  let phase: KioskPhase = attracting;
  let playing = new AbortController();
  let idleTimer = 0;

  const loop: Loop = {
    shot(at, moved) {
      index = at;
      return shotAt(changeable, firstSeed, at, moved);
    },
    make,
    stage,
    interval: () => pace.interval(generator.backend !== 'webgpu'),
    secondsPerImage: config.secondsPerImage,
    fadeSeconds: config.fadeSeconds,
    frameSeconds: 1 / config.framesPerSecond,
    // A model that samples in steps takes far longer for an image than an image may stand still.
    moves: () => changeable.edits.length > 0 && !generator.model.sampler && !calm.matches,
    shown: describe,
  };

  function describe(to: Shot): void {
    shot = to;
    canvas.ariaLabel = describeImage(modelName, to);
  }

  const drawing = latestOnly(async () => {
    const asked = shot;
    const { signal } = playing;
    try {
      const image = await make(asked);
      if (phase.phase !== 'edit' || signal !== playing.signal) return;
      canvas.ariaLabel = describeImage(modelName, asked);
      await stage.show(image, 0);
    } catch (error) {
      fail(error);
    }
  });

  const panel = createEditPanel(changeable, config, modelName, {
    onChange(to) {
      shot = to;
      drawing.request();
    },
    onAnother() {
      index++;
      shot = { ...shot, seed: shotAt(changeable, firstSeed, index, 0).seed, edits: {} };
      panel.show(shot);
      drawing.request();
    },
    onDone: () => step('done'),
  });
  byId('panel').append(panel.element);

  function play(from: number): void {
    playing = new AbortController();
    const { signal } = playing;
    attractLoop(loop, from, signal).catch((error) => signal.aborted || fail(error));
  }

  function step(event: PhaseEvent): void {
    const before = phase;
    phase = nextPhase(before, event, performance.now(), config.idleSeconds);
    const left = secondsLeft(phase, performance.now(), Math.min(announceFrom, config.idleSeconds / 2));
    showReturning(left === undefined ? undefined : fillIn(config.strings.returning, { seconds: left }));
    if (phase.phase === before.phase) return;
    showPhase(phase.phase);
    clearInterval(idleTimer);
    if (phase.phase === 'edit') {
      playing.abort();
      playing = new AbortController();
      panel.show(shot);
      drawing.request(); // The canvas may be on its way from one image to the next.
      idleTimer = window.setInterval(() => step('tick'), idleCheck);
      if (config.fullScreen) takeScreen();
      panel.element
        .querySelector<HTMLElement>('input:checked, input')
        ?.focus({ focusVisible: false } as FocusOptions);
    } else play(index + 1);
  }

  byId('touch').addEventListener('click', () => step('touch'));
  const stayed = () => phase.phase === 'edit' && step('touch');
  for (const type of ['pointerdown', 'keydown', 'input'])
    document.body.addEventListener(type, stayed, { capture: true });
  document.body.addEventListener('pointermove', ({ buttons }) => buttons > 0 && stayed(), { capture: true });

  const maintenance = maintain(generator, () => phase.phase === 'attract');
  const cache = keepOffline({ onNewVersion: maintenance.reloadSoon, onProblem: monitor.note });
  monitor.run({ generator, made, pace, cache, wakeLock: keepAwake(), phase: () => phase.phase });
  showPhase('attract');
  play(0);
}

/** A page may only take the screen on a touch; where it may not, the browser's kiosk mode has to. */
function takeScreen(): void {
  if (document.fullscreenElement || !document.documentElement.requestFullscreen) return;
  document.documentElement.requestFullscreen({ navigationUI: 'hide' }).catch(() => {});
}
