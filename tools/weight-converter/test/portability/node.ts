import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { testGpu } from '../../../../packages/kernels/test/device.ts';
import { chooseSwiftShader, vulkanDriversChosen } from '../../../cli/src/vulkanDrivers.ts';
import { convertFamily, familyFiles } from '../families.ts';
import { type Case, runCases } from './runCases.ts';
import { type Results, webgpuVariants } from './variant.ts';

/** Below the package, so that Vite serves it to the page. */
export const casesFolder = fileURLToPath(new URL('../../node_modules/.cache/portability/', import.meta.url));

/** Converts family files of these names to both precisions and lists them in cases.json; paths are from the package's root. */
export async function writeCases(names: RegExp): Promise<{ cases: Case[]; problems: string[] }> {
  rmSync(casesFolder, { recursive: true, force: true });
  mkdirSync(casesFolder, { recursive: true });
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const cases: Case[] = [];
  const problems: string[] = [];
  for (const family of familyFiles().filter(({ name }) => names.test(name))) {
    const file = (dtype: string) => `${family.name}.${dtype}.safetensors`;
    const path = (dtype: string) => `node_modules/.cache/portability/${file(dtype)}`;
    try {
      for (const dtype of ['f32', 'f16'] as const)
        writeFileSync(`${casesFolder}${file(dtype)}`, (await convertFamily(family, dtype)).bytes);
      const npz = fileURLToPath(family.npz).slice(root.length);
      cases.push({ name: family.name, f32: path('f32'), f16: path('f16'), npz });
    } catch (error) {
      problems.push(`${family.name} was not converted: ${(error as Error).message}`);
    }
  }
  writeFileSync(`${casesFolder}cases.json`, JSON.stringify(cases));
  return { cases, problems };
}

/** The references, the CPU backend and Dawn on SwiftShader in Node. */
export function runInNode(cases: readonly Case[]): Promise<Results> {
  if (!vulkanDriversChosen() && !chooseSwiftShader())
    throw new Error('no SwiftShader for Dawn: install Chromium or set VK_ICD_FILENAMES');
  const root = new URL('../../', import.meta.url);
  return runCases(
    cases,
    [
      { title: 'reference', dtype: 'f32', options: { backend: 'reference' } },
      { title: 'Node CPU, f32', dtype: 'f32', options: { backend: 'cpu' } },
      { title: 'Node CPU, f16 weights', dtype: 'f16', options: { backend: 'cpu' } },
      ...webgpuVariants('Dawn/SwiftShader', 'f16 weights', testGpu()),
    ],
    async (path) => new Uint8Array(readFileSync(new URL(path, root))),
  );
}
