import { exampleInput } from './compareBackends.ts';
import type { ModelSource } from './modelSource.ts';
import { openGenerator, type RunOptions } from './openGenerator.ts';

/** What storing weights in fewer bits does to one output. */
export interface Rounding {
  readonly output: string;
  /** 10 log10(peak^2 / mean square error), in dB; the peak is the width of the output's range. Infinite where nothing differs. */
  readonly psnr: number;
  readonly peak: number;
  /** Largest absolute difference from the f32 model. */
  readonly maximum: number;
}

/** Runs a model with rounded weights and the same model in f32 on the same seeded inputs, both computed in f32. */
export async function measureRounding(
  rounded: ModelSource,
  precise: Uint8Array<ArrayBuffer>,
  asked: RunOptions,
): Promise<Rounding[]> {
  const options = { ...asked, precision: 'f32', quiet: true } as const; // compareBackends has said what runs it
  await using generator = await openGenerator(rounded, options);
  await using original = await openGenerator({ ...rounded, bytes: precise }, options);
  const inputs = Object.fromEntries(original.model.inputs.map((input) => [input.name, exampleInput(input)]));
  const expected = await original.run(inputs);
  const found = await generator.run(inputs);
  return original.model.outputs.map(({ name, range: [low, high] }) => {
    const [before, after] = [expected[name]!.data, found[name]!.data];
    let [squares, maximum] = [0, 0];
    before.forEach((value, at) => {
      const error = Math.abs(value - after[at]!);
      squares += error * error;
      maximum = Math.max(maximum, error);
    });
    const peak = high - low;
    return { output: name, psnr: 10 * Math.log10((peak * peak * before.length) / squares), peak, maximum };
  });
}

export function describeRounding(dtype: string, rounding: readonly Rounding[]): string {
  const lines = rounding.map(({ output, psnr, peak, maximum }) => {
    const how = Number.isFinite(psnr)
      ? `PSNR ${psnr.toFixed(1)} dB (peak ${peak}), at most ${maximum.toExponential(2)} off`
      : 'no difference';
    return `${output}: ${dtype} weights against f32: ${how}\n`;
  });
  return lines.join('');
}
