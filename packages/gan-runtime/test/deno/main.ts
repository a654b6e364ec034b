import { writeModel } from '../../src/modelFile/writeModel.ts';
import { tuneGenerator } from '../../src/tuning/tuneGenerator.ts';
import { compareBackends } from '../compareBackends.ts';
import { dcganModel } from '../dcganModel.ts';
import { type FusionCase, fusionCases } from '../fusionCases.ts';

declare const Deno: { exit(code: number): never };

const cases: readonly FusionCase[] = [
  ...fusionCases,
  {
    name: 'a conditional DCGAN with f16 weights',
    batch: 3,
    dispatches: 4,
    build: () => dcganModel({ channels: [15, 24, 10, 1], classes: 5, dtype: 'F16' }),
  },
];
/** Relative to the largest value. f16 rounds every stored activation to 11 bits, and the graphs are up to nine layers deep. */
const bounds = { f32: 2e-5, f16: 5e-3 } as const;

const variants = [
  { backend: 'webgpu', precision: 'f32' },
  { backend: 'webgpu', precision: 'f16' },
  { backend: 'cpu', precision: 'f32', threads: 1 },
  { backend: 'cpu', precision: 'f32', threads: 2 },
] as const;

/**
 * Whole models on this WebGPU implementation (wgpu), in f32 and in f16, and in this runtime's web workers, against the
 * references; exit code 1 where one fails.
 */
async function runModels(): Promise<void> {
  let failed = 0;
  for (const variant of variants) {
    const { backend, precision } = variant;
    for (const { name, batch, dispatches, build } of cases) {
      const found = await compareBackends(build(), batch, variant);
      const fits =
        found.difference < bounds[precision] && (dispatches ?? found.dispatches) === found.dispatches;
      // f16 must differ, or it was not f16 that ran.
      const isItself = precision === 'f32' || found.difference > bounds.f32;
      if (!fits || !isItself) failed++;
      const verdict = fits && isItself ? 'ok' : 'FAILED';
      console.log(
        `${verdict} ${backend} ${precision} ${name}: relative difference ${found.difference.toExponential(2)}, ${found.dispatches} dispatches`,
      );
    }
  }
  for (const precision of ['f32', 'f16'] as const) {
    const refused = await refusedKernels(precision);
    if (refused.length > 0) failed++;
    console.log(
      `${refused.length === 0 ? 'ok' : 'FAILED'} tuning in ${precision}: ${refused.join('; ') || 'every kernel is right'}`,
    );
  }
  console.log(`${cases.length * variants.length + 2 - failed} passed, ${failed} failed`);
  Deno.exit(failed === 0 ? 0 : 1);
}

/** Kernels that tuning refuses to choose, and why. */
async function refusedKernels(precision: 'f32' | 'f16'): Promise<string[]> {
  const model = dcganModel({ channels: [10, 36, 3], dtype: 'F16' });
  const { table } = await tuneGenerator(writeModel(model), { precision, store: null });
  if (table.elementType !== precision) return [`the table is for ${table.elementType}`];
  return table.layers.flatMap(({ kernels }) =>
    kernels.flatMap((entry) => ('refused' in entry ? [`${entry.kernel}: ${entry.refused}`] : [])),
  );
}

runModels().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  Deno.exit(1);
});
