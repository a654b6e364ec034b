// Exports a dataset undisturbed, then again with the process killed at random moments and started anew, and compares all bytes:
//   node packages/datasets/measure/killedExport.mjs FOLDER [COUNT=20000] [KILLS=20] [MORE ARGUMENTS OF roentgan export]
// Says images a second and the most memory (VmHWM of /proc) of each. Linux only; build first (npm run build).
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const command = fileURLToPath(new URL('../../../tools/cli/bin/roentgan.js', import.meta.url));
const [folder, countText = '20000', killsText = '20', ...more] = process.argv.slice(2);
if (!folder) throw new Error('expected FOLDER [COUNT] [KILLS] [ARGUMENTS]');
const [count, kills] = [Number(countText), Number(killsText)];
const args = ['export', '--count', countText, '--backend', 'cpu', ...more];
const say = (text) =>
  console.log(`${new Date().toISOString().slice(11, 19)} load ${loadavg()[0].toFixed(1)}  ${text}`);

/** Runs an export, killed after `limit` seconds; its peak of memory is read while it runs. */
async function run(out, limit = Number.POSITIVE_INFINITY) {
  const started = performance.now();
  const child = spawn(process.execPath, [command, ...args, '--out', out], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (printed += data));
  let peak = 0;
  const watching = setInterval(async () => {
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
    peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0));
  }, 200);
  const killing = Number.isFinite(limit) ? setTimeout(() => child.kill('SIGKILL'), limit * 1000) : undefined;
  const [code, signal] = await new Promise((resolve) => child.on('exit', (...end) => resolve(end)));
  clearInterval(watching);
  clearTimeout(killing);
  if (signal === null && code !== 0) throw new Error(`roentgan export ended with ${code}: ${printed}`);
  return { seconds: (performance.now() - started) / 1000, peak: peak / 1024, killed: signal !== null };
}

async function hashes(path) {
  const entries = await readdir(path, { withFileTypes: true, recursive: true });
  const found = new Map();
  for (const entry of entries) {
    if (!entry.isFile() || entry.name === '.export.lock') continue;
    const file = join(entry.parentPath, entry.name);
    const hash = createHash('sha256');
    for await (const piece of createReadStream(file)) hash.update(piece);
    found.set(file.slice(path.length + 1), hash.digest('hex'));
  }
  return found;
}

const [whole, killed] = [join(folder, 'whole'), join(folder, 'killed')];
for (const path of [whole, killed]) await rm(path, { recursive: true, force: true });
await mkdir(folder, { recursive: true });

say(`roentgan ${args.join(' ')}`);
const first = await run(whole);
say(
  `undisturbed: ${first.seconds.toFixed(1)} s, ${(count / first.seconds).toFixed(1)} images/s, most memory ${first.peak.toFixed(0)} MiB`,
);

const moments = Array.from({ length: kills }, () => Math.random() * first.seconds).sort((a, b) => a - b);
let [peak, seconds, done] = [0, 0, 0];
for (const [index, moment] of moments.entries()) {
  const result = await run(killed, moment - (moments[index - 1] ?? 0));
  peak = Math.max(peak, result.peak);
  seconds += result.seconds;
  if (!result.killed) break;
  done++;
}
const last = await run(killed);
say(`killed ${done} times after ${moments.map((moment) => moment.toFixed(1)).join(', ')} s of running`);
say(
  `with them: ${(seconds + last.seconds).toFixed(1)} s, most memory ${Math.max(peak, last.peak).toFixed(0)} MiB`,
);

const [expected, found] = [await hashes(whole), await hashes(killed)];
const differing = [...new Set([...expected.keys(), ...found.keys()])].filter(
  (path) => expected.get(path) !== found.get(path),
);
say(
  differing.length === 0
    ? `all ${expected.size} files are the same, byte for byte`
    : `${differing.length} files differ: ${differing.slice(0, 10).join(', ')}`,
);
process.exitCode = differing.length === 0 && done === kills ? 0 : 1;
