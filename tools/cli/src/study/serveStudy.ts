import { createServer, type RequestListener } from 'node:http';
import { parseArguments } from '../arguments.ts';
import {
  DEFAULT_PORT,
  listen,
  PORTS_TRIED,
  studioFolder,
  studioListener,
  untilInterrupted,
} from '../commands/view.ts';
import { defaultModelPath, readInputFile, readModelSource } from '../modelSource.ts';
import { openStudyFile } from './openStudyFile.ts';

/** `roentgan study serve STUDY`: the study's page on this machine, until SIGINT or SIGTERM. */
export async function serveStudy(args: readonly string[]): Promise<number> {
  const parsed = parseArguments(
    args,
    { port: { type: 'string' }, model: { type: 'string' } },
    { names: ['STUDY'], required: 1 },
  );
  const [path] = parsed.positionals;
  const asked = parsed.integer('port', 1, 65_535);
  const { study } = await openStudyFile(path!);
  const file = await readInputFile(path!);
  const model = parsed.text('model') ?? defaultModelPath();
  if (study.model) await requireModel(model, study.model);
  const server = createServer(studyListener(studioListener(studioFolder(), model), file));
  const port = await listen(server, asked ?? DEFAULT_PORT, asked === undefined ? PORTS_TRIED : 1);
  process.stdout.write(`http://localhost:${port}/study/?study=/study.json (${study.name}; Ctrl+C ends)\n`);
  await untilInterrupted(server);
  return 0;
}

/** The studio, and the study's file at /study.json: nothing else of this machine. */
export function studyListener(studio: RequestListener, file: Uint8Array): RequestListener {
  return (request, response) => {
    if (request.url?.split('?', 1)[0] !== '/study.json') studio(request, response);
    else {
      response.writeHead(200, {
        'content-type': 'application/json',
        'content-length': file.length,
        'cache-control': 'no-store',
        'cross-origin-resource-policy': 'same-origin',
      });
      response.end(request.method === 'HEAD' ? undefined : file);
    }
  };
}

async function requireModel(
  path: string,
  expected: { readonly name: string; readonly sha256: string },
): Promise<void> {
  const { sha256 } = await readModelSource(path);
  if (sha256 !== expected.sha256)
    throw new Error(
      `${path}: SHA-256 is ${sha256.slice(0, 12)}..., expected that of the study's model "${expected.name}", ${expected.sha256.slice(0, 12)}... (--model FILE)`,
    );
}
