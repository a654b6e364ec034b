import { ModelFileError, WebGpuUnavailableError } from '@roentgan/gan-runtime';
import { expect, test } from 'vitest';
import { explainError } from './explainError.ts';

test.each([
  [
    new ModelFileError('a.safetensors: the server answered 404 Not Found, expected 200'),
    'could not be loaded',
  ],
  [new ModelFileError('a.safetensors: cannot fetch http://x/: Failed to fetch'), 'could not be loaded'],
  [new ModelFileError('a.safetensors: header length is 9e15, expected at most 100'), 'not a usable model'],
  [new WebGpuUnavailableError('WebGPU has no adapter here'), 'WebGPU is not available'],
  [new TypeError('error loading dynamically imported module: http://x/y.js'), 'part of the viewer'],
  [new RangeError('label "side" is unknown, expected one of "grade"'), 'image could not be made'],
])('%s', (error, title) => {
  const explanation = explainError(error);
  expect(explanation.title).toContain(title);
  expect(explanation.text).toContain(`${error.message}.`);
});

test('a model that starts from an image', () => {
  const { title, text } = explainError(
    new RangeError('input "photo" is an image, which no seed gives: use run()'),
  );
  expect(title).toBe('This model needs an image to start from');
  expect(text).toMatch(/^Its input "photo" is an image, which no seed gives\. Both run\(\)/);
});

test('a model without an image', () => {
  const error = new RangeError('no output of this model is an image, use run() for its raw values');
  expect(explainError(error).title).toBe('This model makes no images');
});

test('something thrown that is no Error is still said', () => {
  expect(explainError('out of luck').text).toBe('out of luck.');
});
