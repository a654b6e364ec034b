#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';

const entry = new URL('../dist/main.js', import.meta.url);
if (!existsSync(entry)) fail('dist/main.js is not there: build first (npm run build at the repository root)');
process.on('uncaughtException', (error) => fail(error.message.split('\n', 1)[0]));
// A reader that has seen enough, such as `head`, is no failure.
process.stdout.on('error', () => process.exit(0));
// Node 20 keeps relaxed SIMD behind this flag, which counts in every thread where it is set before any WebAssembly is used.
if (process.versions.node.startsWith('20.')) setFlagsFromString('--experimental-wasm-relaxed-simd');
const { main } = await import(entry.href);
const code = await main(process.argv.slice(2));
// Dawn keeps the event loop alive, so the process is ended here once stdout is written.
process.stdout.write('', () => process.exit(code));

function fail(message) {
  process.stderr.write(`roentgan: ${message}\n`);
  process.exit(1);
}
