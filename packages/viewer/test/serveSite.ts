import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeModel } from '@roentgan/gan-runtime/model-file';
import sirv from 'sirv';
import { elementPage, reactLikePage } from './elementPages.ts';
import { tinyModel } from './tinyModel.ts';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const models = fileURLToPath(new URL('../../../models', import.meta.url));

/** Serves what the build made, beside a tiny model and pages that embed the element; tests find it in ROENTGAN_TEST_SITE. */
export default async function serveSite(): Promise<() => Promise<void>> {
  if (!existsSync(join(dist, 'studio/index.html')))
    throw new Error(`${dist}: the viewer is not built, expected studio/index.html there (npm run build)`);
  const made = await mkdtemp(join(tmpdir(), 'roentgan-viewer-'));
  await writeFile(join(made, 'tiny.safetensors'), writeModel(tinyModel()));
  await writeFile(join(made, 'broken.safetensors'), 'this is no model file');
  await writeFile(join(made, 'element.html'), elementPage);
  await writeFile(join(made, 'late.html'), reactLikePage);

  const folders = [dist, made, models].map((folder) => sirv(folder, { dev: true }));
  const server = createServer((request, response) => {
    const serve = (at: number): void => {
      const folder = folders[at];
      if (folder) folder(request, response, () => serve(at + 1));
      else response.writeHead(404).end();
    };
    serve(0);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.env.ROENTGAN_TEST_SITE = `http://localhost:${(server.address() as AddressInfo).port}`;
  return async () => {
    server.closeAllConnections();
    server.close();
    await rm(made, { recursive: true });
  };
}
