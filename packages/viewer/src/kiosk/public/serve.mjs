#!/usr/bin/env node
// Serves this folder on localhost, and keeps the last heartbeat of the page. Needs Node 18 or newer and nothing else.
//   node serve.mjs [--port 5190] [--health FILE] [--stale SECONDS]
//   node serve.mjs check [--port 5190]    exit code 0: a fresh heartbeat; 3: none; 4: no server
import { createReadStream } from 'node:fs';
import { rename, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, extname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const HOST = '127.0.0.1';
const root = dirname(fileURLToPath(import.meta.url));
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
};
/** Bytes that a heartbeat may have. */
const largestHeartbeat = 16_384;

const { port, stale, healthFile, command } = readArguments();
let heartbeat;
let heartbeatAt = 0;

if (command === 'check') await check();
else serve();

function serve() {
  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      if (response.headersSent) response.destroy(error);
      else send(response, 500, 'text/plain', `${error.message}\n`);
    });
  });
  server.on('error', ({ message }) => fail(`port ${port}: ${message}`));
  server.listen(port, HOST, () =>
    console.log(`http://localhost:${server.address().port}/ (${root}; health in ${healthFile})`),
  );
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.on(signal, () => {
      server.closeAllConnections();
      server.close(() => process.exit(0));
    });
}

async function answer(request, response) {
  // Shared memory, which gives the CPU its threads, needs the first three.
  response.setHeader('cross-origin-opener-policy', 'same-origin');
  response.setHeader('cross-origin-embedder-policy', 'require-corp');
  response.setHeader('cross-origin-resource-policy', 'same-origin');
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('cache-control', 'no-cache');
  // A page elsewhere whose name is made to mean this machine gets nothing.
  const host = (request.headers.host ?? '').replace(/:\d+$/, '');
  if (host !== 'localhost' && host !== HOST)
    return send(response, 403, 'text/plain', 'expected the host localhost\n');
  const path = readPath(request.url);
  if (path === undefined) return send(response, 400, 'text/plain', 'the address cannot be read\n');
  if (path === '/health') return health(request, response);
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD');
    return send(response, 405, 'text/plain', 'expected GET or HEAD\n');
  }
  await sendFile(path === '/' ? '/index.html' : path, request, response);
}

function readPath(url) {
  try {
    return decodeURIComponent(new URL(url, `http://${HOST}`).pathname);
  } catch {
    return undefined;
  }
}

async function sendFile(path, request, response) {
  const file = join(root, path);
  const hidden = path.split('/').some((part) => part.startsWith('.')) || path.includes('\0');
  const found = hidden || !file.startsWith(root + sep) ? undefined : await stat(file).catch(() => undefined);
  if (!found?.isFile()) return send(response, 404, 'text/plain', 'not found\n');
  const tag = `"${found.size.toString(16)}-${Math.round(found.mtimeMs).toString(16)}"`;
  response.setHeader('etag', tag);
  if (path === '/sw.js')
    response.setHeader('content-security-policy', "default-src 'none'; connect-src 'self'");
  if (path === '/index.html') response.setHeader('content-security-policy', "frame-ancestors 'none'");
  if (request.headers['if-none-match'] === tag) return response.writeHead(304).end();
  response.writeHead(200, {
    'content-type': types[extname(file)] ?? 'application/octet-stream',
    'content-length': found.size,
  });
  if (request.method === 'HEAD') return response.end();
  createReadStream(file)
    .on('error', (error) => response.destroy(error))
    .pipe(response);
}

/** POST is the page's heartbeat; GET says when the last one came and what it said, 503 where it is old or says that something is wrong. */
async function health(request, response) {
  if (request.method === 'GET' || request.method === 'HEAD') {
    const state = healthState();
    const body = `${JSON.stringify(state, undefined, 2)}\n`;
    return send(response, state.ok ? 200 : 503, 'application/json', request.method === 'HEAD' ? '' : body);
  }
  if (request.method !== 'POST') return send(response, 405, 'text/plain', 'expected GET or POST\n');
  const from = request.headers.origin;
  if (from !== undefined && from !== `http://${request.headers.host}`)
    return send(response, 403, 'text/plain', `a heartbeat from ${from}, expected one from this page\n`);
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk;
    if (text.length > largestHeartbeat)
      return send(response, 413, 'text/plain', 'the heartbeat is too large\n');
  }
  try {
    const given = JSON.parse(text);
    if (typeof given !== 'object' || given === null || Array.isArray(given)) throw new Error();
    heartbeat = given;
  } catch {
    return send(response, 400, 'text/plain', 'the heartbeat is no JSON object\n');
  }
  heartbeatAt = Date.now();
  await writeWhole(healthFile, `${JSON.stringify(healthState(), undefined, 2)}\n`);
  response.writeHead(204).end();
}

function healthState() {
  const ageSeconds = heartbeat ? Math.round((Date.now() - heartbeatAt) / 1000) : null;
  const fresh = ageSeconds !== null && ageSeconds <= stale;
  const problem =
    ageSeconds === null ? 'no heartbeat yet' : fresh ? heartbeat.problem : `no heartbeat for ${ageSeconds} s`;
  return {
    ok: fresh && heartbeat.ok === true,
    problem: problem ?? null,
    fresh,
    ageSeconds,
    staleSeconds: stale,
    receivedAt: heartbeat ? new Date(heartbeatAt).toISOString() : null,
    heartbeat: heartbeat ?? null,
  };
}

/** For `kiosk.sh`: whether the page lives. What it says of itself is for people: a browser that starts anew mends no settings. */
async function check() {
  try {
    const response = await fetch(`http://${HOST}:${port}/health`, { signal: AbortSignal.timeout(10_000) });
    const { fresh, problem } = await response.json();
    console.log(fresh ? 'fresh' : problem);
    process.exitCode = fresh ? 0 : 3;
  } catch (error) {
    console.log(`no server on port ${port}: ${error.cause?.message ?? error.message}`);
    process.exitCode = 4;
  }
}

let written = Promise.resolve();

/** One behind the other: heartbeats may come at once, and share the name of the part. */
function writeWhole(file, content) {
  const write = async () => {
    const temporary = `${file}.part`;
    await writeFile(temporary, content);
    await rename(temporary, file);
  };
  written = written.then(write, write);
  return written;
}

function send(response, status, type, body) {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) }).end(body);
}

function readArguments() {
  let parsed;
  try {
    parsed = parseArgs({
      options: { port: { type: 'string' }, health: { type: 'string' }, stale: { type: 'string' } },
      allowPositionals: true,
    });
  } catch (error) {
    fail(error.message.split('\n', 1)[0], 2);
  }
  const { values, positionals } = parsed;
  const [command] = positionals;
  if (positionals.length > 1 || (command !== undefined && command !== 'check'))
    fail(`unexpected argument "${positionals.at(-1)}", expected check or nothing`, 2);
  const port = wholeNumber('--port', values.port ?? '5190', 0, 65_535);
  return {
    command,
    port,
    stale: wholeNumber('--stale', values.stale ?? '180', 1, 86_400),
    healthFile: values.health ?? join(tmpdir(), `roentgan-kiosk-${port}.health.json`),
  };
}

function wholeNumber(option, text, low, high) {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= low && number <= high) return number;
  return fail(`${option} is "${text}", expected a whole number from ${low} to ${high}`, 2);
}

function fail(message, code = 1) {
  process.stderr.write(`serve.mjs: ${message}\n`);
  process.exit(code);
}
