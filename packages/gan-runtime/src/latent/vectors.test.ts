import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { interpolateLatent } from './interpolateLatent.ts';
import { normalLatent, openUniform, uniformLatent } from './latent.ts';
import { logarithm } from './logarithm.ts';
import { normalQuantile } from './normalQuantile.ts';
import { philox4x32 } from './philox.ts';
import { stepNoise } from './stepNoise.ts';

interface Vectors {
  philox: { counter: string; key: string; words: string }[];
  latents: {
    seed: number;
    stream: number;
    uniform: string[];
    uniformBits: string[];
    normal: string[];
    normalBits: string[];
  }[];
  stepNoise: { seed: number; stream: number; step: number; bits: string[] }[];
  interpolated: {
    seed: number;
    other: number;
    stream: number;
    share: number;
    slerp: string[];
    linear: string[];
  }[];
  quantiles: { p: string; value: string }[];
  logarithms: { x: string; value: string }[];
}

// Written by test/latent-vectors.py.
const vectors: Vectors = JSON.parse(
  readFileSync(new URL('../../test/latent-vectors.json', import.meta.url), 'utf8'),
);

test.each(vectors.philox)('philox4x32 of counter $counter', ({ counter, key, words }) => {
  const block = Uint32Array.from(u32s(counter));
  const [key0, key1] = u32s(key);
  philox4x32(block, key0!, key1!);
  expect([...block]).toEqual(u32s(words));
});

test.each(vectors.latents)('seed $seed, stream $stream: every bit', (vector) => {
  const { seed, stream, normalBits, uniformBits } = vector;
  const count = normalBits.length;
  expect(bitsOf(normalLatent(seed, stream, count))).toEqual(normalBits);
  expect(bitsOf(uniformLatent(seed, stream, count, -1, 1))).toEqual(uniformBits);
  expect([...uniformLatent(seed, stream, count)]).toEqual(vector.uniform.map((p) => Math.fround(double(p))));
  expect(vector.uniform.map((p) => normalQuantile(double(p)))).toEqual(vector.normal.map(Number));
});

test.each(vectors.stepNoise)('seed $seed, step $step: every bit', ({ seed, stream, step, bits }) => {
  expect(bitsOf(stepNoise(seed, stream, step, bits.length))).toEqual(bits);
});

test.each(vectors.interpolated)('$share of the way from seed $seed to $other: every bit', (vector) => {
  const { seed, other, stream, share, slerp, linear } = vector;
  const [from, to] = [seed, other].map((own) => normalLatent(own, stream, slerp.length));
  expect(bitsOf(interpolateLatent(from!, to!, share, 'slerp'))).toEqual(slerp);
  expect(bitsOf(interpolateLatent(from!, to!, share, 'linear'))).toEqual(linear);
});

test.each(vectors.quantiles)('normalQuantile($p)', ({ p, value }) => {
  expect(normalQuantile(double(p))).toBe(double(value));
});

test.each(vectors.logarithms)('logarithm($x)', ({ x, value }) => {
  expect(logarithm(double(x))).toBe(double(value));
  const error = Math.abs(logarithm(double(x)) - Math.log(double(x)));
  expect(error).toBeLessThanOrEqual(2e-16 * Math.abs(Math.log(double(x))));
});

test('openUniform stays inside (0, 1) and is symmetric', () => {
  expect(openUniform(0, 0)).toBe(2 ** -53);
  expect(openUniform(0xffffffff, 0xffffffff)).toBe(1 - 2 ** -53);
});

function u32s(words: string): number[] {
  return words.split(' ').map((word) => Number.parseInt(word, 16));
}

function bitsOf(values: Float32Array): string[] {
  return [...new Uint32Array(values.buffer)].map((bits) => bits.toString(16).padStart(8, '0'));
}

/** A double from Python's `float.hex()`, such as `-0x1.8p-3`. */
function double(text: string): number {
  const [, sign, whole, fraction, exponent] = /^(-?)0x([01])\.?([0-9a-f]*)p([+-]\d+)$/.exec(text)!;
  const mantissa = BigInt(`0x${whole}${fraction!.padEnd(13, '0')}`);
  return (sign === '-' ? -1 : 1) * Number(mantissa) * 2 ** -52 * 2 ** Number(exponent);
}
