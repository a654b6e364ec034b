import { parseArgs } from 'node:util';
import { fail, runStep, startStep } from './runStep.mjs';
import { setUp } from './setup.mjs';

/** `npm start`: sets up, builds, writes synthetic knees into out/ and serves the studio (`-- --no-serve`: not). */
const { serve, port } = readArguments();
setUp();
runStep('build', 'turbo', ['run', 'build', '--filter=roentgan']);
runStep('generate', 'roentgan', ['generate', '--count', '20', '--out', 'out']);
if (serve) startStep('view', 'roentgan', ['view', ...(port ? ['--port', port] : [])]);

function readArguments() {
  try {
    const { values } = parseArgs({ options: { 'no-serve': { type: 'boolean' }, port: { type: 'string' } } });
    return { serve: !values['no-serve'], port: values.port };
  } catch (error) {
    return fail(`npm start: ${error.message}; expected -- [--no-serve] [--port N]`, 2);
  }
}
