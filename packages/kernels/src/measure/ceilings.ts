import { flatWorkgroups, workgroupSize } from '../dispatch.ts';
import type { ElementType, Program, Workgroups } from '../kernel.ts';
import { candidateOf } from './candidate.ts';
import { compileCandidate } from './compileCandidate.ts';
import { bindGroupOf } from './dispatchOnce.ts';
import type { MeasuringDevice } from './measuringDevice.ts';
import multiplyAddCode from './multiplyAdd.wgsl?raw';
import streamCode from './stream.wgsl?raw';
import { PassTimer, type TimingMethod } from './timing.ts';

/** The most that this device reached, for kernels to be held against. */
export interface Ceilings {
  /** Bytes read and written in a second by a copy much larger than any cache. */
  readonly bandwidth: number;
  /** Multiply-adds in a second in f32. */
  readonly f32: number;
  /** The same in f16, where the device has `shader-f16`. */
  readonly f16?: number;
  readonly method: TimingMethod;
}

/** Fewer, smaller ones on an adapter in software, where each takes a hundred times as long. */
const effort = {
  gpu: { samples: 7, megabytes: 128, workgroups: 256 },
  software: { samples: 3, megabytes: 32, workgroups: 32 },
};
const loops = 256;
const lanes = 8 * 4;
const storage = 0x80; // GPUBufferUsage.STORAGE

const stream: Program = {
  name: 'stream',
  code: streamCode,
  bindings: [
    { name: 'output', access: 'read_write' },
    { name: 'input', access: 'read' },
  ],
  epilogue: false,
};
const multiplyAdd: Program = {
  name: 'multiplyAdd',
  code: multiplyAddCode,
  bindings: [{ name: 'output', access: 'read_write' }],
  epilogue: false,
};

/** Measures a device's ceilings: the best of several samples, since whatever disturbs one only slows it. Takes a few seconds. */
export async function measureCeilings(on: MeasuringDevice, seconds = 30): Promise<Ceilings> {
  const timer = new PassTimer(on, seconds);
  try {
    const bandwidth = await streamRate(on, timer, seconds);
    const f32 = await multiplyAddRate(on, timer, 'f32', seconds);
    const f16 = on.f16 ? await multiplyAddRate(on, timer, 'f16', seconds) : undefined;
    return { bandwidth, f32, ...(f16 !== undefined && { f16 }), method: timer.method };
  } finally {
    timer.destroy();
  }
}

async function streamRate({ device, isSoftware }: MeasuringDevice, timer: PassTimer, seconds: number) {
  const { maxStorageBufferBindingSize, maxBufferSize } = device.limits;
  const { megabytes, samples } = isSoftware ? effort.software : effort.gpu;
  const wanted = megabytes * 2 ** 20;
  const size = Math.min(wanted, maxStorageBufferBindingSize, maxBufferSize);
  const [output, input] = [0, 1].map(() => device.createBuffer({ size, usage: storage }));
  try {
    const candidate = candidateOf(stream, 'f32', {}, [1, 1, 1]);
    const compiled = await compileCandidate(device, candidate, seconds);
    const group = bindGroupOf(device, candidate, compiled, { output: output!, input: input! });
    const best = await bestTime(
      timer,
      compiled.pipeline,
      group,
      flatWorkgroups(size / 16),
      'stream',
      samples,
    );
    return (2 * size) / (best / 1000);
  } finally {
    output!.destroy();
    input!.destroy();
  }
}

async function multiplyAddRate(
  { device, isSoftware }: MeasuringDevice,
  timer: PassTimer,
  type: ElementType,
  seconds: number,
): Promise<number> {
  const { workgroups, samples } = isSoftware ? effort.software : effort.gpu;
  const output = device.createBuffer({ size: 16, usage: storage });
  let rate = 0;
  try {
    for (const [FUSED, WIDE] of [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ] as const) {
      const constants = { LOOPS: loops, FUSED, WIDE, FACTOR: 0.999 };
      const candidate = candidateOf(multiplyAdd, type, constants, [1, 1, 1]);
      const compiled = await compileCandidate(device, candidate, seconds);
      const group = bindGroupOf(device, candidate, compiled, { output });
      const record = (count: number) => (pass: GPUComputePassEncoder) => {
        pass.setPipeline(compiled.pipeline);
        pass.setBindGroup(0, group);
        pass.dispatchWorkgroups(count);
      };
      // Enough workgroups that starting and ending a dispatch does not count.
      let count = workgroups;
      while (count < 65535 && (await timer.sample(record(count), 1, 'multiplyAdd')) < 4) {
        count = Math.min(65535, count * 4);
      }
      const best = await bestTime(timer, compiled.pipeline, group, [count, 1, 1], 'multiplyAdd', samples);
      rate = Math.max(rate, (count * workgroupSize * loops * lanes) / (best / 1000));
    }
    return rate;
  } finally {
    output.destroy();
  }
}

async function bestTime(
  timer: PassTimer,
  pipeline: GPUComputePipeline,
  group: GPUBindGroup,
  workgroups: Workgroups,
  what: string,
  samples: number,
): Promise<number> {
  const recorded = (pass: GPUComputePassEncoder): void => {
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(...workgroups);
  };
  const count = await timer.calibrate(recorded, what);
  let best = Number.POSITIVE_INFINITY;
  for (let at = 0; at < samples; at++) best = Math.min(best, await timer.sample(recorded, count, what));
  return best;
}
