import type { GeneratedImage } from '@roentgan/gan-runtime';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { attractLoop, type Loop } from './attractLoop.ts';
import { pause } from './pause.ts';

const page = Object.assign(new EventTarget(), { hidden: false });
beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('document', page);
  page.hidden = false;
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Ten seconds an image, a second of fade; images cost `cost` seconds. */
function play(cost: number, change: Partial<Loop> = {}) {
  const stop = new AbortController();
  const events: string[] = [];
  let made = 0;
  const loop: Loop = {
    shot: (index, phase) => ({ seed: index, labels: {}, edits: { phase } }),
    async make(shot) {
      made++;
      await pause(cost);
      return { seed: shot.seed } as GeneratedImage;
    },
    stage: {
      async show(image, seconds, signal) {
        events.push(`${image.seed} in ${seconds}`);
        if (seconds > 0) await pause(seconds, signal);
      },
    },
    interval: () => Math.max(0.1, 2 * cost),
    secondsPerImage: 10,
    fadeSeconds: 1,
    frameSeconds: 0.1,
    moves: () => true,
    shown: () => {},
    ...change,
  };
  const ended = attractLoop(loop, 0, stop.signal).catch((error: unknown) => error);
  return { stop, events, ended, made: () => made };
}

test('a fast backend: a fade to each seed, then direct frames at the rate asked for', async () => {
  const { stop, events, ended, made } = play(0);
  await vi.advanceTimersByTimeAsync(10_050);
  expect(events[0]).toBe('0 in 1');
  const frames = events.filter((event) => event === '0 in 0');
  expect(frames.length).toBeGreaterThanOrEqual(85);
  expect(frames.length).toBeLessThanOrEqual(90);
  expect(events.at(-1)).toBe('1 in 1');
  expect(made()).toBeLessThanOrEqual(92);
  stop.abort();
  await ended;
});

test('a slow backend: each image is faded into the last, half of the time nothing is made', async () => {
  const { stop, events, ended, made } = play(0.5);
  await vi.advanceTimersByTimeAsync(11_000);
  expect(new Set(events.slice(1, -1))).toEqual(new Set(['0 in 1']));
  expect(made()).toBeLessThanOrEqual(12);
  expect(events.length).toBeGreaterThan(7);
  stop.abort();
  await ended;
});

test('still images where nothing moves', async () => {
  const { stop, events, ended, made } = play(0, { moves: () => false });
  await vi.advanceTimersByTimeAsync(25_000);
  expect(events).toEqual(['0 in 1', '1 in 1', '2 in 1']);
  expect(made()).toBe(3);
  stop.abort();
  await ended;
});

test('a hidden page makes nothing until it is seen', async () => {
  const { stop, ended, made } = play(0);
  await vi.advanceTimersByTimeAsync(3000);
  page.hidden = true;
  await vi.advanceTimersByTimeAsync(500);
  const before = made();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(made()).toBe(before);
  page.hidden = false;
  page.dispatchEvent(new Event('visibilitychange'));
  await vi.advanceTimersByTimeAsync(1000);
  expect(made()).toBeGreaterThan(before);
  stop.abort();
  await ended;
});

test('it ends when it is told to, wherever it is', async () => {
  for (const after of [0, 500, 1500, 9900]) {
    const { stop, events, ended } = play(0.02);
    await vi.advanceTimersByTimeAsync(after);
    stop.abort(new Error('enough'));
    await vi.advanceTimersByTimeAsync(100);
    expect(await ended).toEqual(new Error('enough'));
    const count = events.length;
    await vi.advanceTimersByTimeAsync(20_000);
    expect(events).toHaveLength(count);
  }
});

test('what fails to make an image ends the loop with its error', async () => {
  const { ended } = play(0, { make: () => Promise.reject(new Error('no GPU')) });
  expect(await ended).toEqual(new Error('no GPU'));
});
