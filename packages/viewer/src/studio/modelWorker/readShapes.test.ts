import { expect, test } from 'vitest';
import { readShapes } from './readShapes.ts';

test('names with sizes', () => {
  expect(readShapes(' image=1,3,256,256 ; z = 1,100;')).toEqual({ image: [1, 3, 256, 256], z: [1, 100] });
  expect(readShapes(' ')).toBeUndefined();
});

test('what is none is refused', () => {
  for (const wrong of ['image', '=1,2', 'image=', 'image=1,0', 'image=1,a', 'image=1.5'])
    expect(() => readShapes(wrong)).toThrow(`sizes of inputs: found "${wrong}", expected such as`);
});
