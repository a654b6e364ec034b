import { beforeAll, describe, expect, it } from 'vitest';
import { create, globals } from 'webgpu';
import { operations } from '../operations.ts';
import { parseCall } from './callText.ts';
import { builtInCandidates, type Candidate } from './candidate.ts';
import { type Ceilings, measureCeilings } from './ceilings.ts';
import { ShaderError } from './compileCandidate.ts';
import { measureCall } from './measureCall.ts';
import { measureCandidates } from './measureCandidates.ts';
import { finishing, type MeasuringDevice, openMeasuringDevice } from './measuringDevice.ts';

let gpu: GPU; // kept: Dawn ends the process silently once it is collected
let on: MeasuringDevice;
let ceilings: Ceilings;

beforeAll(async () => {
  Object.assign(globalThis, globals);
  gpu = create([]);
  on = await openMeasuringDevice(gpu);
  ceilings = await measureCeilings(on);
});

const transposed = operations.convTranspose2d!;
const call = parseCall(transposed, 'input=2x6x5x4 out=5 kernel=4 stride=2 padding=1 bias');
const [builtIn] = builtInCandidates(transposed, call, 'f32', new Set()) as [Candidate];
/** The built-in kernel with a change, as a candidate of its own. */
const changed = (name: string, from: string, to: string): Candidate => {
  expect(builtIn.source).toContain(from);
  return { ...builtIn, name, source: builtIn.source.replace(from, to) };
};

describe('ceilings', () => {
  it('are rates that a device can have', () => {
    for (const rate of [ceilings.bandwidth, ceilings.f32]) {
      expect(rate).toBeGreaterThan(1e6);
      expect(rate).toBeLessThan(1e16);
    }
    expect(ceilings.f16 === undefined).toBe(!on.f16);
  });
});

describe('measureCall', () => {
  it('checks and times every built-in kernel of a call', async () => {
    for (const [name, text] of [
      ['conv2d', 'input=2x3x9x7 out=5 kernel=3 padding=1 bias'],
      ['linear', 'input=3x10 out=7 bias'],
      ['instanceNorm2d', 'input=1x6x8x8 weight=6 bias=6'],
      ['upsample2d', 'input=1x5x4x4 size=8 mode=bilinear'],
      ['add', 'input=1x3x4x4,1x3x4x4'],
    ] as const) {
      const operation = operations[name]!;
      const parsed = parseCall(operation, text);
      const candidates = builtInCandidates(operation, parsed, 'f32', on.device.features);
      expect(candidates.length).toBeGreaterThan(0);
      const result = await measureCall(on, operation, parsed, candidates, {
        ceilings,
        samples: 7,
        budget: 60_000,
      });
      for (const { name: kernel, check, time, share, failure } of result.candidates) {
        expect(failure, `${kernel}: ${failure?.message}`).toBeUndefined();
        expect(check, kernel).toMatchObject({ passes: true, wrong: 0 });
        expect(time!.count).toBe(7);
        expect(share! * time!.median).toBeCloseTo(result.roofline.milliseconds, 10);
      }
    }
  });

  it('says where a result is wrong, in the order of the shape', async () => {
    const wrong = changed(
      'wrong',
      'output[place] = finish(sum0',
      'output[place] = finish(select(sum0, sum0 + 3.0, place == 3u)',
    );
    const { candidates } = await measureCall(on, transposed, call, [builtIn, wrong], {
      ceilings,
      samples: 7,
    });
    expect(candidates[0]!.check).toMatchObject({ passes: true });
    // Element 3 of [2, 10, 8, 2] vec4: image 0, row 0, column 1, channels 4 to 7, of which 4 is real.
    expect(candidates[1]).toMatchObject({
      check: { passes: false, wrong: 1, worst: { place: [0, 4, 0, 1] } },
    });
    expect(candidates[1]!.time).toBeUndefined();
  });

  it('finds values that are never written, and lanes that should be 0', async () => {
    const partial = changed('partial', 'output[place] = finish(sum0, place, group);', '');
    const unmasked = changed(
      'unmasked',
      'return Element4(select(vec4f(0.0), value, realLanes(group, sizes.CHANNELS)));',
      'return Element4(value + 1e-9);',
    );
    const { candidates } = await measureCall(on, transposed, call, [partial, unmasked], { ceilings });
    expect(candidates[0]!.check!.worst.found).toBeNaN();
    expect(candidates[1]!.check).toMatchObject({ passes: false, wrong: 0, padding: { channel: 5 } });
  });

  it('goes on behind a kernel that does not compile, and behind a pipeline that is refused', async () => {
    const broken = changed('broken', 'var sum1 = vec4f(0.0);', 'var sum1 = vec5f(0.0);');
    const lacking = { ...builtIn, name: 'lacking', constants: { UNKNOWN: 1 } };
    const { candidates } = await measureCall(on, transposed, call, [broken, lacking, builtIn], { ceilings });
    const [first, second, third] = candidates;
    expect(first!.failure).toBeInstanceOf(ShaderError);
    const { line, column } = (first!.failure as ShaderError).messages[0]!;
    expect(builtIn.source.split('\n')[line - 1]).toContain('var sum1');
    expect(column).toBe(14);
    expect(second!.failure).toBeInstanceOf(ShaderError);
    expect(second!.failure!.message).toMatch(/override|constant/i);
    expect(third!.time).toBeDefined();
  });

  it('measures without timestamps too', async () => {
    const { method, candidates } = await measureCall(
      { ...on, timestamps: false },
      transposed,
      call,
      [builtIn],
      {
        ceilings,
        samples: 7,
      },
    );
    expect(method).toBe('submitAndWait');
    expect(candidates[0]!.time!.median).toBeGreaterThan(0);
  });
});

describe('measureCandidates', () => {
  const wide = parseCall(transposed, 'input=1x6x5x4 out=40 kernel=4 stride=2 padding=1 bias');
  const [right] = builtInCandidates(transposed, wide, 'f32', new Set()) as [Candidate];
  // Channels 36 to 39, of which the last is one of the six that are sampled.
  const wrongAt = (name: string, change: string): Candidate => {
    const from = 'output[place] = finish(sum0, place, group);';
    expect(right.source).toContain(from);
    return {
      ...right,
      name,
      source: right.source.replace(from, `output[place] = finish(${change}, place, group);`),
    };
  };
  const sampled = wrongAt('sampled', 'select(sum0, sum0 + vec4f(0.0, 0.0, 0.0, 3.0), group == 9u)');
  const elsewhere = wrongAt('elsewhere', 'select(sum0, sum0 + vec4f(0.0, 3.0, 0.0, 0.0), group == 9u)');

  it('holds some channels against the reference, and all against the first that is right', async () => {
    const { candidates } = await measureCandidates(on, transposed, wide, [sampled, right, elsewhere], {
      sampledChannels: 6,
      samples: 3,
      patience: Number.POSITIVE_INFINITY,
    });
    expect(candidates.map(({ time }) => time?.count)).toEqual([undefined, 3, undefined]);
    expect(candidates[0]!.check).toMatchObject({
      passes: false,
      values: 6 * 80,
      worst: { place: [0, 39, expect.any(Number), expect.any(Number)] },
    });
    expect(candidates[1]!.check).toMatchObject({ passes: true, values: 6 * 80 });
    expect(candidates[2]!.check).toMatchObject({
      passes: false,
      values: 40 * 80,
      worst: { place: [0, 37, expect.any(Number), expect.any(Number)] },
    });
  });

  it('stops when it is aborted', async () => {
    const stop = new AbortController();
    const onProgress = (text: string) => text === 'second' && stop.abort(new Error('enough'));
    const second = { ...right, name: 'second' };
    const { signal } = stop;
    await expect(
      measureCandidates(on, transposed, wide, [right, second, right], { signal, onProgress }),
    ).rejects.toThrow('enough');
  });
});

describe('finishing', () => {
  const never = new Promise<never>(() => {});

  it('gives up what does not end', async () => {
    await expect(finishing(on.device, never, 0.01, 'mine.wgsl')).rejects.toThrow(
      /^mine.wgsl: did not finish within 0.01 s/,
    );
  });

  it('says that the device was lost', async () => {
    const other = await openMeasuringDevice(gpu);
    const waiting = finishing(other.device, never, 20, 'mine.wgsl');
    other.device.destroy();
    await expect(waiting).rejects.toThrow(/^mine.wgsl: the device was lost: /);
  });
});
