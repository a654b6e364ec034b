import type { Graph } from '@roentgan/gan-runtime';
import { expect, test } from 'vitest';
import { parseArguments } from '../arguments.ts';
import { readMix } from './searchOptions.ts';

const grade = { kind: 'label', name: 'grade', shape: ['N', 3], encoding: 'one-hot', default: 0 } as const;
const graph = { formatVersion: 1, inputs: [grade], nodes: [], outputs: [], provenance: {} } as Graph;
const mixOf = (text: string, inputs: Graph['inputs'] = [grade]) =>
  readMix(parseArguments(['--mix', text], { mix: { type: 'string' } }, { names: [], required: 0 }), {
    ...graph,
    inputs,
  });

test('a number for each class', () => {
  expect(mixOf('3,0,1.5')).toEqual({ label: 'grade', weights: [3, 0, 1.5] });
  expect(readMix(parseArguments([], { mix: { type: 'string' } }, { names: [], required: 0 }), graph)).toBe(
    undefined,
  );
});

test.each([
  ['1,2', '--mix is "1,2", expected 3 numbers, one for each class of "grade", not all 0'],
  ['0,0,0', '--mix is "0,0,0", expected 3 numbers'],
  ['1,x,2', '--mix is "x", expected a number from 0'],
  ['1,-1,2', '--mix is "-1", expected a number from 0'],
])('%s is refused', (text, message) => {
  expect(() => mixOf(text)).toThrow(message);
});

test('a model without such a label is refused', () => {
  expect(() => mixOf('1,2,3', [])).toThrow('--mix: the model has 0 labels with classes, expected one');
});
