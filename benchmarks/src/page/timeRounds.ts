import type { ContenderName } from '../contenders.ts';
import type { Inputs } from './contender.ts';
import { inFrame, type OpenFrame } from './frames.ts';

interface Entrant {
  readonly key: string;
  /** Milliseconds of one image. */
  time(seed: number): Promise<number>;
}

/** The name under which an extra's times are returned. */
export function extraKey(name: ContenderName, what: string): string {
  return `${name}/${what}`;
}

/**
 * Times all contenders interleaved: each round has one image of each, all from the same latent, and starts with
 * another contender than the round before. Returns milliseconds by entrant, warm-up rounds left out.
 * @param pause milliseconds between two images: threads may look out for more work after one (ONNX Runtime Web's do for
 *   about 25), on a processor that the next contender needs
 */
export async function timeRounds(
  frames: readonly OpenFrame[],
  queues: ReadonlyMap<ContenderName, ReadonlySet<GPUQueue>>,
  inputsOf: (seed: number) => Inputs,
  runs: number,
  warmup: number,
  pause: number,
): Promise<Record<string, number[]>> {
  const entrants = frames.flatMap((opened) => entrantsOf(opened, queues.get(opened.name) ?? new Set()));
  const samples = Object.fromEntries(entrants.map(({ key }) => [key, [] as number[]]));
  for (let round = 0; round < warmup + runs; round++) {
    const seed = 1000 + round;
    for (const { frame } of frames) frame.give(inputsOf(seed));
    for (let place = 0; place < entrants.length; place++) {
      const { key, time } = entrants[(round + place) % entrants.length]!;
      const milliseconds = await time(seed);
      if (round >= warmup) samples[key]!.push(milliseconds);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
  return samples;
}

function entrantsOf({ name, frame }: OpenFrame, queues: ReadonlySet<GPUQueue>): Entrant[] {
  const extras = (frame.contender.extras ?? []).map(({ what, staysOnGpu, run }) => ({
    key: extraKey(name, what),
    time: (seed: number) =>
      inFrame(name, async () => {
        const start = performance.now();
        await run(seed);
        if (staysOnGpu) await Promise.all([...queues].map((queue) => queue.onSubmittedWorkDone()));
        return performance.now() - start;
      }),
  }));
  const image = { key: name, time: () => inFrame(name, async () => (await frame.image()).milliseconds) };
  return [image, ...extras];
}
