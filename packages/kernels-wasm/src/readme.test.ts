import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as kernelsWasm from './index.ts';

test('the README has a snippet that runs and logs what it says', async () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const [, snippet] = /^```js\n(.*?)^```$/ms.exec(readme)!;
  const body = snippet!.replace(
    /^import (\{.*\}) from '@roentgan\/kernels-wasm';$/m,
    'const $1 = kernelsWasm;',
  );
  const logged: unknown[] = [];
  const AsyncFunction = (async () => {}).constructor as FunctionConstructor;
  await new AsyncFunction('kernelsWasm', 'console', body)(kernelsWasm, {
    log: (values: Float32Array) => logged.push(...values),
  });
  expect(logged).toEqual([0, 2, 0, 4]);
});
