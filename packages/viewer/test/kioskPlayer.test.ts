import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

// What a player gets beside the page: serve.mjs, kiosk.sh and the systemd unit.

const player = fileURLToPath(new URL('../src/kiosk/public', import.meta.url));
let folder: string;
let children: ChildProcess[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'roentgan-player-'));
  children = [];
  cpSync(player, folder, { recursive: true });
  writeFileSync(join(folder, 'index.html'), '<p>page</p>');
  writeFileSync(join(folder, '.secret'), 'secret');
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'assets/a.js'), 'a()');
});
afterEach(async () => {
  for (const child of children) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGTERM');
    await new Promise((resolve) => child.once('exit', resolve));
  }
  rmSync(folder, { recursive: true, force: true });
});

async function serve(...more: string[]): Promise<number> {
  const args = [join(folder, 'serve.mjs'), '--port', '0', '--health', join(folder, 'health.txt'), ...more];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const line = await new Promise((resolve) => child.stdout!.once('data', (data) => resolve(String(data))));
  return Number(/localhost:(\d+)/.exec(String(line))![1]);
}

interface Answer {
  readonly status: number | undefined;
  readonly headers: Record<string, unknown>;
  readonly body: string;
}

function ask(port: number, path: string, options: { method?: string; headers?: object; body?: string } = {}) {
  const { method = 'GET', headers = {}, body } = options;
  return new Promise<Answer>((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers: { ...headers } }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode, headers: response.headers, body: text }),
      );
    });
    sent.on('error', reject).end(body);
  });
}

test('serve.mjs: the page with the headers that isolate it, and types that browsers take', async () => {
  const port = await serve();
  const page = await ask(port, '/');
  expect(page).toMatchObject({ status: 200, body: '<p>page</p>' });
  expect(page.headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  });
  expect((await ask(port, '/assets/a.js')).headers['content-type']).toBe('text/javascript; charset=utf-8');
  const head = await ask(port, '/assets/a.js', { method: 'HEAD' });
  expect(head).toMatchObject({ status: 200, body: '' });
  const known = { headers: { 'if-none-match': head.headers.etag } };
  expect((await ask(port, '/assets/a.js', known)).status).toBe(304);
});

test('serve.mjs: nothing outside the folder, nothing hidden, nothing to other hosts', async () => {
  const port = await serve();
  for (const path of [
    '/nothing',
    '/.secret',
    '/assets',
    '/../etc/passwd',
    '/%2e%2e/x',
    '/..%2f..%2fetc/passwd',
    '/%00',
  ])
    expect((await ask(port, path)).status, path).toBe(404);
  expect((await ask(port, '/%zz')).status).toBe(400);
  expect((await ask(port, '/', { headers: { host: 'evil.example' } })).status).toBe(403);
  expect((await ask(port, '/', { method: 'POST' })).status).toBe(405);
});

test('serve.mjs: heartbeats that come at once are all taken, and the file is whole', async () => {
  const port = await serve();
  const beats = Array.from({ length: 50 }, (_, at) =>
    ask(port, '/health', { method: 'POST', body: JSON.stringify({ ok: true, at }) }),
  );
  expect((await Promise.all(beats)).map(({ status }) => status)).toEqual(beats.map(() => 204));
  expect(JSON.parse(readFileSync(join(folder, 'health.txt'), 'utf8'))).toMatchObject({ ok: true });
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
});

test('serve.mjs: keeps the last heartbeat, and says when it is none, bad or old', async () => {
  const port = await serve('--stale', '1');
  const state = async () => {
    const { status, body } = await ask(port, '/health');
    return { status, ...JSON.parse(body) };
  };
  const check = () =>
    spawnSync(process.execPath, [join(folder, 'serve.mjs'), 'check', '--port', String(port)]).status;
  const post = (body: string, headers = {}) => ask(port, '/health', { method: 'POST', body, headers });
  expect(await state()).toMatchObject({ status: 503, ok: false, problem: 'no heartbeat yet' });
  expect(check()).toBe(3);
  for (const body of ['', 'null', '[1]', '{']) expect((await post(body)).status).toBe(400);
  expect((await post(`{"a":"${'x'.repeat(20_000)}"}`)).status).toBe(413);
  expect((await post('{"ok":true}', { origin: 'https://evil.example' })).status).toBe(403);
  expect((await state()).heartbeat).toBeNull();

  expect((await post('{"ok":true,"images":3}')).status).toBe(204);
  expect(await state()).toMatchObject({ status: 200, ok: true, problem: null, heartbeat: { images: 3 } });
  expect(JSON.parse(readFileSync(join(folder, 'health.txt'), 'utf8')).heartbeat.images).toBe(3);
  await post('{"ok":false,"problem":"no GPU"}');
  expect(await state()).toMatchObject({ status: 503, ok: false, fresh: true, problem: 'no GPU' });
  await vi.waitFor(async () => expect((await state()).fresh).toBe(false), { timeout: 10_000 });
  expect((await state()).problem).toMatch(/^no heartbeat for \d+ s$/);
});

test('serve.mjs: arguments that nobody can use, a port in use, no server', async () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [join(folder, 'serve.mjs'), ...args], { encoding: 'utf8', timeout: 20_000 });
  for (const [args, message] of [
    [['--port', 'x'], 'serve.mjs: --port is "x", expected a whole number from 0 to 65535\n'],
    [['--stale', '0'], 'serve.mjs: --stale is "0", expected a whole number from 1 to 86400\n'],
    [['stop'], 'serve.mjs: unexpected argument "stop", expected check or nothing\n'],
  ] as const)
    expect(run(...args)).toMatchObject({ status: 2, stderr: message });
  const port = await serve();
  expect(run('--port', String(port))).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('EADDRINUSE'),
  });
  children[0]!.kill();
  await new Promise((resolve) => children[0]!.once('exit', resolve));
  expect(run('check', '--port', String(port)).status).toBe(4);
});

/** A browser that notes each start, and sends heartbeats or not. */
function fakeBrowser(beats: boolean): string {
  const file = join(folder, 'fake-chromium');
  const post =
    "fetch(process.argv[1], { method: 'POST', body: JSON.stringify({ ok: true }) }).catch(() => {})";
  const beat = `'${process.execPath}' -e "${post}" "\${url%%\\?*}health"`;
  writeFileSync(
    file,
    `#!/bin/sh
for url; do :; done
echo "$$ $*" >> '${folder}/starts'
while :; do ${beats ? beat : ':'}; sleep 0.3; done
`,
  );
  chmodSync(file, 0o755);
  return file;
}

function supervise(
  browser: string,
  environment: Record<string, string> = {},
): { child: ChildProcess; log: () => string } {
  let text = '';
  const child = spawn('sh', [join(folder, 'kiosk.sh')], {
    env: {
      ...process.env,
      KIOSK_PORT: String(20_000 + Math.floor(Math.random() * 20_000)),
      KIOSK_BROWSER: browser,
      KIOSK_PROFILE: join(folder, 'profile'),
      KIOSK_CHECK_SECONDS: '0.3',
      KIOSK_GRACE_SECONDS: '600',
      ...environment,
    },
  });
  child.stderr!.on('data', (data) => {
    text += data;
  });
  children.push(child);
  return { child, log: () => text };
}

const patience = { timeout: 60_000, interval: 200 };
const starts = () => readFileSync(join(folder, 'starts'), 'utf8').trim().split('\n');
const browserPid = (at: number) => Number(starts()[at]!.split(' ', 1)[0]);

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function commandLine(pid: number): string {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
}

function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => {
      try {
        // After the name in parentheses: state, then the parent's id.
        return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1]) === parent;
      } catch {
        return false; // no process, or one that has ended
      }
    });
}

test('kiosk.sh: a browser that is killed is started again, and ends with the script', async () => {
  const { child, log } = supervise(fakeBrowser(true));
  await vi.waitFor(() => expect(starts()).toHaveLength(1), patience);
  expect(starts()[0]).toMatch(
    /--kiosk --user-data-dir=.*profile .* http:\/\/localhost:\d+\/\?heartbeat=health$/,
  );
  process.kill(browserPid(0), 'SIGKILL');
  await vi.waitFor(() => expect(starts()).toHaveLength(2), patience);
  expect(log()).toContain('the browser has ended: starting it again in 1 s');
  const second = browserPid(1);
  expect(lives(second)).toBe(true);
  child.kill('SIGTERM');
  await new Promise((resolve) => child.once('exit', resolve));
  expect(child.exitCode).toBe(0);
  expect(lives(second)).toBe(false);
});

test('kiosk.sh: a browser whose page is silent is started again; one that beats is left alone', async () => {
  const times = { KIOSK_GRACE_SECONDS: '2', KIOSK_STALE_SECONDS: '3' };
  const { child, log } = supervise(fakeBrowser(false), times);
  await vi.waitFor(() => expect(starts()).toHaveLength(2), patience);
  expect(log()).toContain('the browser seems dead (no heartbeat yet)');
  expect(lives(browserPid(0))).toBe(false);
  child.kill('SIGTERM');
  await new Promise((resolve) => child.once('exit', resolve));

  rmSync(join(folder, 'starts'));
  const { log: second } = supervise(fakeBrowser(true), times);
  await vi.waitFor(() => expect(starts()).toHaveLength(1), patience);
  await new Promise((resolve) => setTimeout(resolve, 8000));
  expect(second()).toBe('');
  expect(starts()).toHaveLength(1);
});

test('kiosk.sh: a server that is killed is started again', async () => {
  const { child, log } = supervise(fakeBrowser(true));
  await vi.waitFor(() => expect(starts()).toHaveLength(1), patience);
  const servers = () => childrenOf(child.pid!).filter((pid) => commandLine(pid).includes('serve.mjs'));
  await vi.waitFor(() => expect(servers()).toHaveLength(1), patience);
  const [first] = servers();
  process.kill(first!, 'SIGKILL');
  await vi.waitFor(() => expect(log()).toContain('the server has ended: starting it again'), patience);
  await vi.waitFor(() => expect(servers().filter((pid) => pid !== first)).toHaveLength(1), patience);
});

test('kiosk.sh: what is missing is said in one line', () => {
  const result = spawnSync('sh', [join(folder, 'kiosk.sh')], {
    encoding: 'utf8',
    env: { ...process.env, KIOSK_BROWSER: 'no-such-browser' },
  });
  expect(result.status).toBe(1);
  expect(result.stderr).toMatch(/kiosk\.sh: no browser among no-such-browser \(KIOSK_BROWSER names one\)\n$/);
});
