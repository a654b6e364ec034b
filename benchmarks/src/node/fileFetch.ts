import { openAsBlob } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Has `fetch` read `file:` addresses, which Node's refuses, so that contenders load a model as they do in a page. */
export function fetchFiles(): void {
  const { fetch } = globalThis;
  globalThis.fetch = async (input, init) => {
    const address = input instanceof Request ? input.url : String(input);
    if (!address.startsWith('file:')) return fetch(input, init);
    const blob = await openAsBlob(fileURLToPath(address));
    // Without a type a WebAssembly module would be compiled by the slower of two ways, with a warning.
    const type = address.endsWith('.wasm') ? 'application/wasm' : 'application/octet-stream';
    return new Response(blob, { headers: { 'content-type': type, 'content-length': `${blob.size}` } });
  };
}
