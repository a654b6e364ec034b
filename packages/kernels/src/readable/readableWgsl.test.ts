import { expect, test } from 'vitest';
import { operations } from '../operations.ts';
import { shaderSource } from '../shaderSource.ts';
import { kernelsOf } from '../variants.ts';
import { readableWgsl } from './readableWgsl.ts';
import { shortenWgsl } from './shortenWgsl.ts';

const kernels = [...new Set(Object.values(operations).flatMap(kernelsOf))];
const isFull = (text: string) => /^\/\/ [A-Z]/m.test(text);

/** What the compiler reads: WGSL's tokens, comments left out. */
const tokens = (text: string) =>
  text
    .replaceAll(/\/\/.*/g, '')
    .split(/\s+/)
    .filter((token) => token !== '');

const lines = (text: string) => text.split('\n').filter((line) => line.trim() !== '');

test.each(kernels.map((kernel) => [kernel.name, kernel] as const))(
  '%s: shortened it is the same program, and can be made readable again',
  (_, kernel) => {
    const source = shaderSource(kernel, 'f32');
    expect(isFull(source)).toBe(true); // tests run on the files as they were written
    const short = shortenWgsl(source);
    expect(short).not.toMatch(/\/\/|\n\s/);
    expect(tokens(short)).toEqual(tokens(source));
    expect(lines(readableWgsl(short))).toEqual(lines(source));
    expect(readableWgsl(source)).toBe(source);
  },
);

test('what is no file of the package stays as it is', () => {
  const own = '// mine\nfn main() {\n  return;\n}\n';
  expect(readableWgsl(own)).toBe(own);
  expect(shortenWgsl(own)).toBe('fn main() {\nreturn;\n}\n');
});
