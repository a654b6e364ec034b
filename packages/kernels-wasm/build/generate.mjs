import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { compileModule, variants } from './compileModule.mjs';
import { readLayouts } from './readLayouts.mjs';

/**
 * Writes generated/: each variant of the WebAssembly module as text, so that every bundler and runtime can carry it,
 * the layout of each call's fields, and the worker's script as text.
 */
const folder = join(dirname(fileURLToPath(import.meta.url)), '..');
const target = join(folder, 'generated');

mkdirSync(target, { recursive: true });
write(
  'layouts',
  `export const layouts = ${JSON.stringify(readLayouts(join(folder, 'assembly')))} as const;\n`,
);
for (const variant of variants) {
  const bytes = await compileModule(join(folder, 'assembly'), variant);
  write(variant.name, `export const base64 =\n  '${Buffer.from(bytes).toString('base64')}';\n`);
}
write('worker', `export const script = ${JSON.stringify(await bundleWorker())};\n`);

function write(name, text) {
  const path = join(target, `${name}.ts`);
  writeFileSync(`${path}.part`, `// Made by build/generate.mjs.\n${text}`);
  renameSync(`${path}.part`, path);
}

async function bundleWorker() {
  const [{ output }] = await build({
    root: folder,
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      target: 'es2022',
      lib: { entry: join(folder, 'src/engine/worker.ts'), formats: ['iife'], name: 'roentganWorker' },
    },
  });
  return output[0].code;
}
