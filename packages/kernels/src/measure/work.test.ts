import { describe, expect, it } from 'vitest';
import { operations } from '../operations.ts';
import { parseCall } from './callText.ts';
import { rooflineOf, workOf } from './work.ts';

const work = (name: string, text: string, type: 'f32' | 'f16' = 'f32') =>
  workOf(operations[name]!, parseCall(operations[name]!, text), type);

describe('workOf', () => {
  it('counts no tap on padding', () => {
    // Three positions of a kernel of 3 with padding 1: 2 + 3 + 2 taps a row.
    expect(work('conv2d', 'input=1x2x3x3 out=5 kernel=3 padding=1').macs).toBe(2 * 5 * 7 * 7);
    expect(work('conv2d', 'input=2x2x3x3 out=5 kernel=3').macs).toBe(2 * 2 * 5 * 9);
  });

  it('counts no tap that is cropped', () => {
    // Two positions of a kernel of 4, stride 2, padding 1: each loses one of four taps a row.
    expect(work('convTranspose2d', 'input=1x2x2x2 out=3 kernel=4 stride=2 padding=1').macs).toBe(
      2 * 3 * 6 * 6,
    );
  });

  it('counts bytes as they lie on the GPU: channels padded to four, in the element type', () => {
    const text = 'input=1x5x4x4 out=3 kernel=1 bias';
    const weight = 1 * 1 * 8 * 1; // vec4: taps, 8 input channels, 1 group of 4 outputs
    expect(work('conv2d', text).bytes).toBe((4 * 4 * 2 + 4 * 4 * 1 + weight) * 16 + 3 * 4);
    expect(work('conv2d', text, 'f16').bytes).toBe((4 * 4 * 2 + 4 * 4 * 1 + weight) * 8 + 3 * 4);
    expect(work('instanceNorm2d', 'input=1x4x2x2 weight=4 bias=4').bytes).toBe(2 * 4 * 16 + 2 * 4 * 4);
  });
});

describe('rooflineOf', () => {
  const ceilings = { bandwidth: 1e9, f32: 1e10, f16: 4e10, method: 'timestamps' } as const;
  it('is the slower of arithmetic and memory', () => {
    expect(rooflineOf({ macs: 1e8, bytes: 1e6 }, ceilings, 'f32')).toEqual({
      milliseconds: 10,
      boundBy: 'compute',
    });
    expect(rooflineOf({ macs: 1e8, bytes: 2e7 }, ceilings, 'f32')).toEqual({
      milliseconds: 20,
      boundBy: 'memory',
    });
    expect(rooflineOf({ macs: 1e8, bytes: 1e6 }, ceilings, 'f16').milliseconds).toBe(2.5);
  });
});
