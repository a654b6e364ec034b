import { compilesOn, type ElementType, kernelsOf, type Operation } from '../../src/index.ts';
import { executeOn } from '../execute.ts';
import { runCase } from '../runCase.ts';
import { tables } from '../tables.ts';

declare const Deno: { exit(code: number): never };

/** Every table in f32 and in f16 on this WebGPU implementation (wgpu); exit code 1 where a row fails. */
async function runTables(): Promise<void> {
  const adapter = await navigator.gpu?.requestAdapter();
  if (!adapter) throw new Error('no WebGPU adapter: set VK_ICD_FILENAMES to a Vulkan driver');
  const name = adapter.info.description || adapter.info.device || adapter.info.vendor;
  if (!adapter.features.has('shader-f16')) throw new Error(`adapter ${name} lacks shader-f16`);
  const device = await adapter.requestDevice({ requiredFeatures: ['shader-f16'] });
  console.log(`adapter: ${name}`);
  // wgpu in Deno has no subgroups; Dawn runs the kernels that need them.
  const kernels = (operation: Operation) =>
    kernelsOf(operation).filter((kernel) => compilesOn(kernel, device.features));
  let passed = 0;
  let failed = 0;
  for (const type of ['f32', 'f16'] satisfies ElementType[]) {
    for (const table of tables) {
      let tightest = 0;
      for (const row of table.cases) {
        const problem = await runCase(executeOn(device, type), type, table, row, kernels).then(
          (outcomes) => {
            tightest = Math.max(tightest, ...outcomes.map(({ worst }) => worst));
            return outcomes.find(({ worst }) => !(worst <= 1))?.message;
          },
          (error: unknown) =>
            `${table.operation} "${row.name}": ${error instanceof Error ? error.message : error}`,
        );
        if (problem === undefined) passed++;
        else {
          failed++;
          console.error(`FAILED ${type} ${problem}`);
        }
      }
      console.log(`${type} ${table.operation}: largest error ${tightest.toFixed(3)} of its tolerance`);
    }
  }
  console.log(`${passed} passed, ${failed} failed`);
  Deno.exit(failed === 0 ? 0 : 1);
}

runTables().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  Deno.exit(1);
});
