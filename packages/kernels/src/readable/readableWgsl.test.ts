import { expect, test } from 'vitest';
import { addNoise } from '../epilogue/noise.ts';
import { operations } from '../operations.ts';
import { shaderSource } from '../shaderSource.ts';
import { kernelsOf } from '../variants.ts';
import { readableWgsl } from './readableWgsl.ts';
import { shortenWgsl } from './shortenWgsl.ts';
import { shortNames } from './shortNames.ts';

const own = [...new Set(Object.values(operations).flatMap(kernelsOf))];
const kernels = [...own, ...kernelsOf(operations.conv2d!).map(addNoise)];
const isFull = (text: string) => /^\/\/ [A-Z]/m.test(text);

/** What the compiler reads: WGSL's tokens, the longest at each place, comments left out. */
const tokens = (text: string) =>
  text
    .replaceAll(/\/\/.*/g, '')
    .match(/\d[\w.]*|[\w$]+|->|&&|\|\||<<=?|>>=?|[-+*/%&|^<>=!]=|\+\+|--|[^\s\w]/g);

const squeezed = (text: string) => text.replaceAll(/\s/g, '');

/** That two programs differ only in names of a function's own, and inside of each function by one new name for one old name. */
function expectRenamed(short: string, source: string): void {
  const [found, expected] = [tokens(short)!, tokens(source)!];
  expect(found).toHaveLength(expected.length);
  let depth = 0;
  let pairs: Map<string, string> | undefined; // inside of a function
  expected.forEach((before, at) => {
    const now = found[at]!;
    if (before === 'fn') pairs = new Map();
    if (before === '{') depth++;
    const isOwn = pairs && /^[A-Za-z_]/.test(before) && !/[.@]/.test(expected[at - 1]!);
    expect(now).toBe(isOwn ? (pairs!.get(before) ?? now) : before);
    if (isOwn) pairs!.set(before, now);
    if (before === '}' && --depth === 0 && pairs) {
      expect(new Set(pairs.values()).size).toBe(pairs.size);
      pairs = undefined;
    }
  });
}

test.each(kernels.map((kernel) => [kernel.name, kernel] as const))(
  '%s: shortened it is the same program, and can be made readable again',
  (_, kernel) => {
    const source = shaderSource(kernel, 'f32');
    expect(isFull(source)).toBe(true); // tests run on the files as they were written
    const short = shortenWgsl(source);
    expect(short).not.toMatch(/\/\/|\n| {2}/);
    expectRenamed(short, source);
    // Each file is shortened alone: what other files see of it must not change, nor may a variable hide what a file before it has.
    const files = shortenWgsl(source.replace(kernel.code, '')) + shortenWgsl(kernel.code);
    expect(squeezed(readableWgsl(files))).toBe(squeezed(source));
    const seen = new Set(
      [...source.matchAll(/^(?:var|alias|const|override|fn|struct)(?:<.*>)? (\w+)/gm)].map(
        ([, name]) => name,
      ),
    );
    const variables = [...source.matchAll(/^ .*\b(?:let|var) (\w+)/gm)].map(([, name]) => name);
    expect(variables.filter((name) => seen.has(name))).toEqual([]);
    expect(readableWgsl(shortenWgsl(kernel.code))).toBe(kernel.code);
    expect(readableWgsl(source)).toBe(source);
  },
);

test('what is no file of the package stays as it is', () => {
  const own = '// mine\nfn main() {\n  return;\n}\n';
  expect(readableWgsl(own)).toBe(own);
  expect(shortenWgsl(own)).toBe('fn main(){return;}');
});

test('names of members and of what the whole file sees are kept', () => {
  expect(shortNames('fn at(place:Place,size:u32)->u32{let row=place.row*size;return row+size_of;}')).toBe(
    'fn at(a:Place,b:u32)->u32{let c=a.row*b;return c+size_of;}',
  );
});

test('what an attribute is given keeps its name, also where a parameter has the same', () => {
  const source =
    '@fragment fn shade(@builtin(position) position: vec4f)->@location(0) vec4f{return position;}';
  const short = '@fragment fn shade(@builtin(position) a: vec4f)->@location(0) vec4f{return a;}';
  expect(shortNames(source)).toBe(short);
});
