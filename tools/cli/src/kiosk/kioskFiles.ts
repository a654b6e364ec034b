import { createHash } from 'node:crypto';
import type { Files } from './kioskPage.ts';
import type { KioskSettings } from './kioskSettings.ts';

/** For the player, not for the browser: they are in no cache. */
const playerFiles = new Set(['serve.mjs', 'kiosk.sh', 'kiosk.service', 'README.txt']);

/** Everything in a kiosk's folder; `version` changes with any file that the page loads. */
export function kioskFiles(
  page: Files,
  model: Uint8Array,
  { text, config }: KioskSettings,
): { readonly files: Map<string, Uint8Array>; readonly version: string } {
  const loaded = new Map<string, Uint8Array>([...page, ['model.safetensors', model]]);
  for (const name of [...playerFiles, 'sw.js']) loaded.delete(name);
  const html = allowHeartbeats(page.get('index.html')!.toString('utf8'), config.heartbeat?.url);
  loaded.set('index.html', Buffer.from(html));
  const version = createHash('sha256')
    .update(JSON.stringify(hashes(loaded)))
    .digest('hex')
    .slice(0, 12);
  loaded.set('index.html', Buffer.from(addVersion(html, version)));
  const list = JSON.stringify({ version, files: hashes(loaded) });
  const worker = `self.kioskFiles=${list};\n${page.get('sw.js')!.toString('utf8')}`;
  const files = new Map([...loaded, ['sw.js', Buffer.from(worker)], ['kiosk.json', Buffer.from(text)]]);
  for (const name of playerFiles) files.set(name, page.get(name)!);
  return { files, version };
}

/** SHA-256 in base64, as the browser's integrity checks take it. */
function hashes(files: ReadonlyMap<string, Uint8Array>): Record<string, string> {
  const entries = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    entries.map(([name, bytes]) => [name, createHash('sha256').update(bytes).digest('base64')]),
  );
}

/** A page may post to its own origin; to another only where its policy names it. */
function allowHeartbeats(html: string, url: string | undefined): string {
  if (url === undefined || !URL.canParse(url)) return html;
  return replaceOnce(html, "connect-src 'self'", `connect-src 'self' ${new URL(url).origin}`);
}

function addVersion(html: string, version: string): string {
  return replaceOnce(html, '</title>', `</title>\n    <meta name="kiosk-version" content="${version}" />`);
}

function replaceOnce(html: string, from: string, to: string): string {
  if (html.split(from).length !== 2)
    throw new Error(`index.html of the built kiosk: expected "${from}" once`);
  return html.replace(from, () => to);
}
