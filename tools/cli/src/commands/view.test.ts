import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { temporaryFolder } from '../../test/temporaryFolder.ts';
import { listen, type ModelsBeside, studioListener } from './view.ts';

const folder = temporaryFolder();
const studio = join(folder, 'studio');
mkdirSync(studio);
writeFileSync(join(studio, 'index.html'), '<h1>studio</h1>');
writeFileSync(join(studio, 'model.safetensors'), 'the built-in model');
writeFileSync(join(folder, 'mine.safetensors'), 'my model');
writeFileSync(join(folder, 'secret.txt'), 'secret');

const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.close();
});

async function start(model = join(folder, 'mine.safetensors'), beside?: ModelsBeside): Promise<number> {
  const server = createServer(studioListener(studio, model, beside));
  servers.push(server);
  return listen(server, 0, 1).then(() => (server.address() as AddressInfo).port);
}

function get(
  port: number,
  path: string,
): Promise<{ status: number | undefined; body: string; headers: IncomingHttpHeaders }> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, agent: false }, (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode, body, headers: response.headers }));
    })
      .on('error', reject)
      .end();
  });
}

test('serves the page, and the chosen model in place of the built-in one', async () => {
  const port = await start();
  expect(await get(port, '/')).toMatchObject({ status: 200, body: '<h1>studio</h1>' });
  expect(await get(port, '/model.safetensors?v=1')).toMatchObject({ status: 200, body: 'my model' });
});

test('serves the classifiers beside it, or nothing where there are none', async () => {
  writeFileSync(join(folder, 'classifier.safetensors'), 'my classifier');
  writeFileSync(join(folder, 'grade.safetensors'), 'the grader');
  const port = await start(undefined, {
    classifier: join(folder, 'classifier.safetensors'),
    grader: join(folder, 'grade.safetensors'),
  });
  expect(await get(port, '/classifier.safetensors')).toMatchObject({ status: 200, body: 'my classifier' });
  expect(await get(port, '/knee-grade.safetensors')).toMatchObject({ status: 200, body: 'the grader' });
  const without = await start();
  for (const path of ['/classifier.safetensors', '/knee-grade.safetensors'])
    expect(await get(without, path)).toMatchObject({ status: 204, body: '' });
});

test('the page is cross-origin isolated', async () => {
  const { headers } = await get(await start(), '/');
  expect(headers).toMatchObject({
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
  });
});

test('what is not there is 404, also outside the folder', async () => {
  const port = await start();
  for (const path of ['/nothing', '/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt']) {
    expect((await get(port, path)).status).toBe(404);
  }
});

test('a model that was removed meanwhile ends the request, not the server', async () => {
  const port = await start(join(folder, 'removed.safetensors'));
  await expect(get(port, '/model.safetensors')).rejects.toThrow();
  expect((await get(port, '/')).status).toBe(200);
});

test('a port in use: an error for one try, the next free port for several', async () => {
  const port = await start();
  const server = createServer();
  servers.push(server);
  await expect(listen(server, port, 1)).rejects.toThrow(`port ${port} is in use`);
  expect(await listen(server, port, 20)).toBeGreaterThan(port);
});
