import { expect, test } from 'vitest';
import { playedSettings } from './playback.ts';

const base = { seed: 7, labels: { grade: 3 }, edits: { 'direction 1': 1 } };
const swing = { name: 'direction 1', range: [-3, 3] as const };

test('an animation starts and ends each seed at the settings it was given', () => {
  expect(playedSettings(base, swing, 0)).toEqual(base);
  const next = playedSettings(base, swing, 6);
  expect(next.seed).toBe(8);
  expect(next.edits['direction 1']).toBeCloseTo(1, 10);
});

test('it swings both ways within the range', () => {
  expect(playedSettings(base, swing, 1.5).edits['direction 1']).toBeCloseTo(2.8, 10);
  expect(playedSettings(base, swing, 4.5).edits['direction 1']).toBeCloseTo(-0.8, 10);
  expect(playedSettings({ ...base, edits: { 'direction 1': 3 } }, swing, 1.5).edits['direction 1']).toBe(3);
});

test('a model without directions goes from seed to seed', () => {
  expect(playedSettings(base, undefined, 1.4)).toEqual(base);
  expect(playedSettings(base, undefined, 4.6)).toEqual({ ...base, seed: 10 });
});
