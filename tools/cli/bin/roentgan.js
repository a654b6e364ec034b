#!/usr/bin/env node
import { existsSync } from 'node:fs';

const entry = new URL('../dist/main.js', import.meta.url);
if (!existsSync(entry)) fail('dist/main.js is not there: build first (npm run build at the repository root)');
process.on('uncaughtException', (error) => fail(error.message.split('\n', 1)[0]));
// A reader that has seen enough, such as `head`, is no failure.
process.stdout.on('error', () => process.exit(0));
const { main } = await import(entry.href);
const code = await main(process.argv.slice(2));
// Dawn keeps the event loop alive, so the process is ended here once stdout is written.
process.stdout.write('', () => process.exit(code));

function fail(message) {
  process.stderr.write(`roentgan: ${message}\n`);
  process.exit(1);
}
