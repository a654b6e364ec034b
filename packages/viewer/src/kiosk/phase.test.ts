import { expect, test } from 'vitest';
import { attracting, nextPhase, secondsLeft } from './phase.ts';

test('a touch hands over; the idle time gives back, no sooner', () => {
  const touched = nextPhase(attracting, 'touch', 1000, 45);
  expect(touched).toEqual({ phase: 'edit', idleAt: 46_000 });
  expect(nextPhase(touched, 'tick', 45_999, 45)).toBe(touched);
  expect(nextPhase(touched, 'tick', 46_000, 45)).toBe(attracting);
});

test('each touch begins the idle time anew', () => {
  const touched = nextPhase(attracting, 'touch', 0, 10);
  const again = nextPhase(touched, 'touch', 9000, 10);
  expect(nextPhase(again, 'tick', 18_999, 10).phase).toBe('edit');
  expect(nextPhase(again, 'tick', 19_000, 10).phase).toBe('attract');
});

test('who is done gives back at once; time alone changes nothing in the loop', () => {
  const touched = nextPhase(attracting, 'touch', 0, 10);
  expect(nextPhase(touched, 'done', 1, 10)).toBe(attracting);
  expect(nextPhase(attracting, 'tick', 1e9, 10)).toBe(attracting);
  expect(nextPhase(attracting, 'done', 1, 10)).toBe(attracting);
});

test('seconds that are left are announced near the end only', () => {
  const touched = nextPhase(attracting, 'touch', 0, 45);
  expect(secondsLeft(touched, 34_000, 10)).toBeUndefined();
  expect(secondsLeft(touched, 35_000, 10)).toBe(10);
  expect(secondsLeft(touched, 44_100, 10)).toBe(1);
  expect(secondsLeft(touched, 46_000, 10)).toBe(0);
  expect(secondsLeft(attracting, 1e9, 10)).toBeUndefined();
});
