import { expect, test } from 'vitest';
import { addNoise } from '../epilogue/noise.ts';
import { operations } from '../operations.ts';
import { shaderSource } from '../shaderSource.ts';
import { kernelsOf } from '../variants.ts';
import { readableWgsl } from './readableWgsl.ts';
import { shortenWgsl } from './shortenWgsl.ts';

const own = [...new Set(Object.values(operations).flatMap(kernelsOf))];
const kernels = [...own, ...kernelsOf(operations.conv2d!).map(addNoise)];
const isFull = (text: string) => /^\/\/ [A-Z]/m.test(text);

/** What the compiler reads: WGSL's tokens, the longest at each place, comments left out. */
const tokens = (text: string) =>
  text.replaceAll(/\/\/.*/g, '').match(/[\w$.]+|->|&&|\|\||<<=?|>>=?|[-+*/%&|^<>=!]=|\+\+|--|[^\s\w]/g);

const squeezed = (text: string) => text.replaceAll(/\s/g, '');

test.each(kernels.map((kernel) => [kernel.name, kernel] as const))(
  '%s: shortened it is the same program, and can be made readable again',
  (_, kernel) => {
    const source = shaderSource(kernel, 'f32');
    expect(isFull(source)).toBe(true); // tests run on the files as they were written
    const short = shortenWgsl(source);
    expect(short).not.toMatch(/\/\/|\n| {2}/);
    expect(tokens(short)).toEqual(tokens(source));
    expect(squeezed(readableWgsl(short))).toBe(squeezed(source));
    expect(readableWgsl(shortenWgsl(kernel.code))).toBe(kernel.code);
    expect(readableWgsl(source)).toBe(source);
  },
);

test('what is no file of the package stays as it is', () => {
  const own = '// mine\nfn main() {\n  return;\n}\n';
  expect(readableWgsl(own)).toBe(own);
  expect(shortenWgsl(own)).toBe('fn main(){return;}');
});
