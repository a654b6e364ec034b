import { expect, it } from 'vitest';
import { isSoftwareName } from './softwareNames.ts';

it.each([
  'google swiftshader',
  'Mesa lavapipe llvmpipe (LLVM 15.0.6, 256 bits)',
  'Microsoft Basic Render Driver',
  'ANGLE (Microsoft, WARP Direct3D11)',
  'softpipe',
])('%s is software', (name) => {
  expect(isSoftwareName(name)).toBe(true);
});

it.each(['nvidia hopper NVIDIA H200', 'apple metal-3', 'intel gen-12lp', 'Warpspeed GPU 3000', ''])(
  '"%s" is none',
  (name) => {
    expect(isSoftwareName(name)).toBe(false);
  },
);
