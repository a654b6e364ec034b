import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeModel } from '@roentgan/gan-runtime/model-file';
import sirv from 'sirv';
import { diffusionModel } from '../../gan-runtime/test/diffusionModel.ts';
import { elementPage, reactLikePage } from './elementPages.ts';
import { colourModel, seedModel, styleModel, translationModel } from './familyModels.ts';
import { strictPolicy } from './strictPolicy.ts';
import { scaledModel, tinyModel } from './tinyModel.ts';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const shippedModels = fileURLToPath(new URL('../../../models', import.meta.url));
const examples = fileURLToPath(new URL('../../../examples', import.meta.url));

/**
 * Serves what the build made, beside tiny models and pages that embed the element; tests find it in ROENTGAN_TEST_SITE, and
 * the same from another origin and folder in ROENTGAN_TEST_CDN.
 */
export default async function serveSite(): Promise<() => Promise<void>> {
  if (!existsSync(join(dist, 'studio/index.html')))
    throw new Error(`${dist}: the viewer is not built, expected studio/index.html there (npm run build)`);
  const made = await mkdtemp(join(tmpdir(), 'roentgan-viewer-'));
  const models = {
    tiny: tinyModel(),
    scaled: scaledModel(),
    style: styleModel(),
    colour: colourModel(),
    seeds: seedModel(),
    diffusion: diffusionModel({ steps: 40 }),
    translation: translationModel('grey'),
    classifier: translationModel('raw'),
  };
  for (const [name, model] of Object.entries(models))
    await writeFile(join(made, `${name}.safetensors`), writeModel(model));
  await writeFile(join(made, 'broken.safetensors'), 'this is no model file');
  await writeFile(join(made, 'late.html'), reactLikePage);

  const folders = [dist, made, shippedModels, examples].map((folder) => sirv(folder, { dev: true }));
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url!, 'http://localhost');
    setHeaders(response, !searchParams.has('plain'));
    if (searchParams.has('strict')) response.setHeader('content-security-policy', strictPolicy);
    if (pathname === '/element.html') response.end(elementPage(searchParams));
    else if (pathname === '/favicon.ico')
      response.writeHead(204).end(); // browsers ask for it; pages of tests name none
    else serveFile(folders, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  process.env.ROENTGAN_TEST_SITE = `http://localhost:${port}`;
  process.env.ROENTGAN_TEST_CDN = `http://127.0.0.1:${port}/some/folder`;
  return async () => {
    server.closeAllConnections();
    server.close();
    await rm(made, { recursive: true });
  };
}

/** Pages may share memory where they are cross-origin isolated; every file may be used from another origin. */
function setHeaders(response: ServerResponse, isolated: boolean): void {
  response.setHeader('access-control-allow-origin', '*');
  if (!isolated) return;
  response.setHeader('cross-origin-opener-policy', 'same-origin');
  response.setHeader('cross-origin-embedder-policy', 'require-corp');
}

/** The first folder that has the file; /some/folder/ holds the same as /, /examples/NAME/ what that example's build made. */
function serveFile(
  folders: readonly ReturnType<typeof sirv>[],
  request: IncomingMessage,
  response: ServerResponse,
): void {
  request.url = request.url!.replace(/^\/some\/folder\//, '/').replace(/^\/examples\/(\w+)\//, '/$1/dist/');
  const serve = (at: number): void => {
    const folder = folders[at];
    if (folder) folder(request, response, () => serve(at + 1));
    else response.writeHead(404).end();
  };
  serve(0);
}
