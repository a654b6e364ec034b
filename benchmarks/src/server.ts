import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import sirv from 'sirv';

export interface PageServer {
  readonly url: string;
  close(): void;
}

/**
 * Serves the built page on localhost, and `files` (by path) from memory. Nothing is cached, so that first images are
 * cold; the page is cross-origin isolated, which gives TF.js its WebAssembly threads and the clock its full resolution.
 */
export async function servePage(
  folder: string,
  files: ReadonlyMap<string, Uint8Array | string>,
): Promise<PageServer> {
  const headers = {
    'cache-control': 'no-store',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
  };
  const setHeaders = (response: { setHeader(name: string, value: string): unknown }): void => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  };
  const serveFolder = sirv(folder, { etag: false, setHeaders });
  const server = createServer((request, response) => {
    const file = files.get(new URL(request.url ?? '/', 'http://localhost').pathname);
    if (file === undefined) return serveFolder(request, response);
    setHeaders(response);
    response.setHeader(
      'content-type',
      typeof file === 'string' ? 'application/json' : 'application/octet-stream',
    );
    response.end(file);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
