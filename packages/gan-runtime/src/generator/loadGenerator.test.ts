import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { provideEverything } from '../../test/allOperations.ts';
import { dcganModel } from '../../test/dcganModel.ts';
import { WebGpuUnavailableError } from '../errors.ts';
import { writeModel } from '../modelFile/writeModel.ts';
import { loadGenerator } from './loadGenerator.ts';

provideEverything();

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A server, and the first request that reaches it. */
async function serve(answer: (response: ServerResponse) => void) {
  let seen: (response: ServerResponse) => void;
  const asked = new Promise<ServerResponse>((resolve) => {
    seen = resolve;
  });
  const server = createServer((_, response) => {
    seen(response);
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/tiny.safetensors`, asked };
}

/** A browser that has no adapter, and says so once `when` is there. */
function noAdapter(when: Promise<unknown>): GPU {
  return { requestAdapter: () => when.then(() => null) } as unknown as GPU;
}

it('asks for the file while a device is looked for', async () => {
  const { url, asked } = await serve((response) => response.end(writeModel(dcganModel())));
  const generator = await loadGenerator(url, { gpu: noAdapter(asked), threads: 1 });
  expect(generator.backend).toBe('cpu');
  generator.dispose();
});

it('lets go of a file that is on its way where there is no device', async () => {
  const { url, asked } = await serve((response) => response.write(writeModel(dcganModel()).slice(0, 100)));
  const loading = loadGenerator(url, { gpu: noAdapter(asked), backend: 'webgpu' });
  await expect(loading).rejects.toThrow(WebGpuUnavailableError);
  const response = await asked;
  if (!response.closed) await new Promise((resolve) => response.once('close', resolve));
});
