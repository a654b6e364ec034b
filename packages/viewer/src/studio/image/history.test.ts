import { expect, test } from 'vitest';
import { createHistory } from './history.ts';

const numbers = () => createHistory<number>(0, Object.is);

test('steps are taken back and done again', () => {
  const history = numbers();
  expect([history.canUndo, history.canRedo, history.undo(), history.redo()]).toEqual([
    false,
    false,
    undefined,
    undefined,
  ]);
  history.record(1, undefined);
  history.record(2, undefined);
  expect(history.undo()).toBe(1);
  expect([history.canUndo, history.canRedo]).toEqual([true, true]);
  expect(history.undo()).toBe(0);
  expect(history.redo()).toBe(1);
  expect(history.current).toBe(1);
});

test('a change after undo ends what could be done again', () => {
  const history = numbers();
  history.record(1, undefined);
  history.record(2, undefined);
  history.undo();
  history.record(3, undefined);
  expect(history.canRedo).toBe(false);
  expect(history.undo()).toBe(1);
});

test('a drag of one slider is one step, until it is closed or another moves', () => {
  const history = numbers();
  for (const value of [1, 2, 3]) history.record(value, 'a');
  history.record(4, 'b');
  history.close();
  history.record(5, 'b');
  expect([history.undo(), history.undo(), history.undo(), history.undo()]).toEqual([4, 3, 0, undefined]);
});

test('what changes nothing is no step, nor is a drag that ends where it began', () => {
  const history = numbers();
  history.record(0, 'a');
  expect(history.canUndo).toBe(false);
  for (const value of [1, 2, 0]) history.record(value, 'a');
  expect([history.current, history.canUndo]).toEqual([0, false]);
  history.record(7, 'a');
  expect(history.undo()).toBe(0);
});

test('a step after undo does not go on with the one that was taken back', () => {
  const history = numbers();
  history.record(1, undefined);
  history.record(2, 'a');
  history.undo();
  history.record(3, 'a');
  expect(history.undo()).toBe(1);
});

test('the oldest steps are forgotten, not the newest', () => {
  const history = numbers();
  for (let value = 1; value <= 300; value++) history.record(value, undefined);
  let last: number | undefined;
  for (let state = history.undo(); state !== undefined; state = history.undo()) last = state;
  expect(last).toBe(101);
});
