import { expect, test } from 'vitest';
import { chooseMain } from './chooseMain.ts';

const file = (name: string, isTfjs = false) => ({ name, isTfjs });

test('a model.json comes with its shards', () => {
  const [json, one, two] = [file('model.json', true), file('w1.bin'), file('w2.bin')];
  expect(chooseMain([one, json, two])).toEqual({ main: json, sides: [one, two] });
});

test('an ONNX file comes with its external data', () => {
  const [onnx, data] = [file('G.ONNX'), file('weights.bin')];
  expect(chooseMain([data, onnx])).toEqual({ main: onnx, sides: [data] });
});

test('weights come with the JSON of their layers', () => {
  const [weights, layers] = [file('g.pt'), file('layers.json')];
  expect(chooseMain([layers, weights])).toEqual({ main: weights, sides: [layers], architecture: layers });
});

test('a lone JSON is taken, so that its reader says what it lacks', () => {
  expect(chooseMain([file('x.json')]).main.name).toBe('x.json');
});

test('none, or several that could be the model, are refused', () => {
  expect(() => chooseMain([])).toThrow('no file was given, expected a model file');
  expect(() => chooseMain([file('a.onnx'), file('b.onnx'), file('c.bin')])).toThrow(
    'a.onnx, b.onnx: each could be the model, expected one with the files it needs',
  );
});
