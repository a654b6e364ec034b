import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commandFile } from './runCommand.ts';
import { temporaryFolder } from './temporaryFolder.ts';
import { tinyModelFile } from './tinyModel.ts';

const folder = temporaryFolder();
writeFileSync(join(folder, 'tiny.safetensors'), tinyModelFile);

test('serves the built studio with the model until it is interrupted, then exits with 0', async () => {
  const server = spawn(process.execPath, [commandFile, 'view', 'tiny.safetensors'], { cwd: folder });
  const ended = once(server, 'exit');
  const [line] = await Promise.race([once(server.stdout, 'data'), once(server.stderr, 'data')]);
  const address = String(line).match(/http:\/\/localhost:\d+\//)?.[0];
  expect(address, String(line)).toBeDefined();
  const page = await (await fetch(address!.replace('localhost', '127.0.0.1'))).text();
  expect(page).toMatch(/<script type="module"/);
  const model = await fetch(new URL('model.safetensors', address!.replace('localhost', '127.0.0.1')));
  expect((await model.arrayBuffer()).byteLength).toBe(tinyModelFile.length);
  const site = await fetch(new URL('site.json', address!.replace('localhost', '127.0.0.1')));
  expect(await site.json()).toEqual({ classifier: null });
  server.kill('SIGINT');
  expect(await ended).toEqual([0, null]);
});
