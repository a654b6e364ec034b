import { createReadStream, existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readModel } from '@roentgan/gan-runtime/model-file';
import sirv from 'sirv';
import { parseArguments } from '../arguments.ts';
import { findShippedModel, readModelSource } from '../modelSource.ts';

const HOST = '127.0.0.1';
/** What the studio measures grades of knees with, beside the model. */
const GRADER = 'knee-grade.safetensors';
export const DEFAULT_PORT = 5180;
/** How many ports are tried where the caller named none. */
export const PORTS_TRIED = 20;

/** `roentgan view`: serves the studio with one model on localhost until SIGINT or SIGTERM. */
export async function view(args: readonly string[]): Promise<number> {
  const parsed = parseArguments(
    args,
    { port: { type: 'string' }, classifier: { type: 'string' } },
    { names: ['MODEL'], required: 0 },
  );
  const asked = parsed.integer('port', 1, 65_535);
  const { path: model, bytes } = await readModelSource(parsed.positionals[0]);
  readModel(bytes, model);
  const classifier = await classifierPath(parsed.text('classifier'), parsed.positionals[0]);
  const beside = { classifier, grader: findShippedModel(GRADER) };
  const server = createServer(studioListener(studioFolder(), model, beside));
  const port = await listen(server, asked ?? DEFAULT_PORT, asked === undefined ? PORTS_TRIED : 1);
  process.stdout.write(`http://localhost:${port}/ (${model}; Ctrl+C ends)\n`);
  await untilInterrupted(server);
  return 0;
}

/** The classifier of the stress-test: the one named, or the shipped one beside the shipped knees; it says nothing of other pictures. */
async function classifierPath(
  named: string | undefined,
  model: string | undefined,
): Promise<string | undefined> {
  if (named === undefined) return model === undefined ? findShippedModel(GRADER) : undefined;
  const { path, bytes } = await readModelSource(named);
  readModel(bytes, path);
  return path;
}

/** Keeps a server until SIGINT or SIGTERM. */
export async function untilInterrupted(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    process.on('SIGINT', resolve);
    process.on('SIGTERM', resolve);
  });
  server.closeAllConnections();
  server.close();
}

/** They make the page cross-origin isolated, which gives the studio's CPU backend its threads. */
const isolation = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

/** Models that the studio asks for besides the one it shows. */
export interface ModelsBeside {
  /** `/classifier.safetensors`, of the stress-test. */
  readonly classifier?: string | undefined;
  /** `/knee-grade.safetensors`, which grades knees. */
  readonly grader?: string | undefined;
}

/** The studio's files, with `/model.safetensors` from `model`, and `/site.json`, which says whether a classifier is beside it. */
export function studioListener(studio: string, model: string, beside: ModelsBeside = {}): RequestListener {
  const files = sirv(studio, { dev: true });
  const models = new Map([
    ['/model.safetensors', model],
    ['/classifier.safetensors', beside.classifier],
    [`/${GRADER}`, beside.grader],
  ]);
  return (request, response) => {
    for (const [name, value] of Object.entries(isolation)) response.setHeader(name, value);
    const path = request.url?.split('?', 1)[0] ?? '';
    const sent = models.get(path);
    if (path === '/site.json') {
      response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
      response.end(JSON.stringify({ classifier: beside.classifier ? './classifier.safetensors' : null }));
    } else if (sent) {
      sendModel(sent, request.method === 'HEAD', response).catch((error: Error) => response.destroy(error));
    } else if (models.has(path)) {
      response.writeHead(204).end(); // a 404 would be an error in the browser's console
    } else {
      files(request, response, () => {
        response.writeHead(404, { 'content-type': 'text/plain' }).end('not found\n');
      });
    }
  };
}

async function sendModel(
  model: string,
  headOnly: boolean,
  response: Parameters<RequestListener>[1],
): Promise<void> {
  const { size } = await stat(model);
  const headers = {
    'content-type': 'application/octet-stream',
    'content-length': size,
    'cache-control': 'no-store',
  };
  response.writeHead(200, headers);
  if (headOnly) response.end();
  else {
    const file = createReadStream(model);
    file.on('error', (error) => response.destroy(error)).pipe(response);
  }
}

/** Listens on the first free port from `port` on; throws where none of `tries` ports is free. */
export async function listen(server: Server, port: number, tries: number): Promise<number> {
  for (let candidate = port; candidate < port + tries; candidate++) {
    const error = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
      server.once('error', resolve);
      server.listen(candidate, HOST, () => {
        server.off('error', resolve);
        resolve(undefined);
      });
    });
    if (!error) return candidate;
    if (error.code !== 'EADDRINUSE') throw new Error(`port ${candidate}: ${error.message}`);
  }
  throw new Error(tries === 1 ? `port ${port} is in use` : `ports ${port} to ${port + tries - 1} are in use`);
}

/** Where the built studio is. */
export function studioFolder(): string {
  const viewer = dirname(fileURLToPath(import.meta.resolve('@roentgan/viewer')));
  const studio = join(viewer, 'studio');
  if (existsSync(join(studio, 'index.html'))) return studio;
  throw new Error(`${studio}: the studio is not built, expected index.html there (npm run build)`);
}
