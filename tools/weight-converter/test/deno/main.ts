import { type Case, runCases } from '../portability/runCases.ts';
import { webgpuVariants } from '../portability/variant.ts';

declare const Deno: {
  exit(code: number): never;
  readFile(path: string): Promise<Uint8Array<ArrayBuffer>>;
  writeTextFile(path: string, text: string): Promise<void>;
};

const folder = 'node_modules/.cache/portability';

/** All cases on this WebGPU implementation (wgpu on lavapipe has 16-bit floats) and on the CPU; writes deno.json. */
async function run(): Promise<void> {
  const cases: Case[] = JSON.parse(new TextDecoder().decode(await Deno.readFile(`${folder}/cases.json`)));
  const results = await runCases(
    cases,
    [
      ...webgpuVariants('Deno wgpu/lavapipe', 'f16'),
      { title: 'Deno CPU, f32', dtype: 'f32', options: { backend: 'cpu' } },
    ],
    (path) => Deno.readFile(path),
  );
  await Deno.writeTextFile(`${folder}/deno.json`, JSON.stringify(results));
}

run().then(
  () => Deno.exit(0),
  (error: unknown) => {
    console.error(error);
    Deno.exit(1);
  },
);
