import { expect, test } from 'vitest';
import { drawInputs } from './inputs.ts';

const latent = { kind: 'latent', name: 'z', shape: ['N', 5, 1, 1], distribution: 'normal' } as const;
const grade = { kind: 'label', name: 'grade', shape: ['N', 5], encoding: 'one-hot', default: 0 } as const;

test('each seed has its own latent and goes on to the next class', () => {
  const first = drawInputs([latent, grade], 1);
  const second = drawInputs([latent, grade], 2);
  expect(first.z!.shape).toEqual([1, 5, 1, 1]);
  expect(first.z!.data).toEqual(drawInputs([latent, grade], 1).z!.data);
  expect(first.z!.data).not.toEqual(second.z!.data);
  expect([...first.grade!.data]).toEqual([0, 1, 0, 0, 0]);
  expect([...second.grade!.data]).toEqual([0, 0, 1, 0, 0]);
});

test('uniform latents and number labels stay in their range', () => {
  const uniform = {
    ...latent,
    shape: ['N', 200],
    distribution: 'uniform',
    range: [-3, -2],
  } as const;
  const age = {
    kind: 'label',
    name: 'age',
    shape: ['N', 1],
    encoding: 'value',
    range: [40, 80],
    default: 60,
  } as const;
  const { z, age: value } = drawInputs([uniform, age], 9);
  expect(z!.data.every((entry) => entry >= -3 && entry <= -2)).toBe(true);
  expect(value!.data[0]).toBeGreaterThanOrEqual(40);
  expect(value!.data[0]).toBeLessThanOrEqual(80);
});
