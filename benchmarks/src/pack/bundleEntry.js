// The offline bundle's command: `roentgan bench` in Node, with this folder's Node, Dawn and files.
import { main } from './dist/run.js';

const given = process.argv.slice(2);
const isCommand = given[0] === 'compare';
if (given.some((argument) => /^--runtime(=|$)/.test(argument))) {
  process.stderr.write('bench: --runtime is node in the offline bundle, expected other options\n');
  process.exit(2);
}
const code = await main(isCommand ? given : ['--runtime', 'node', '--out', 'results', ...given]);
// Dawn keeps the event loop alive, so the process is ended here once stdout is written.
process.stdout.write('', () => process.exit(code));
