import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { initSync, WasmReader } from '@contentauth/c2pa-wasm';

/** What c2pa-rs, the reference implementation, finds in a file: it shares no code with the library that signs. */
export interface OfficialReport {
  readonly validation_state: 'Valid' | 'Invalid' | 'Trusted';
  readonly active_manifest: string;
  readonly manifests: Readonly<Record<string, OfficialManifest>>;
  readonly validation_results: {
    readonly activeManifest: Readonly<
      Record<'success' | 'informational' | 'failure', readonly { readonly code: string }[]>
    >;
  };
}

interface OfficialManifest {
  readonly claim_generator_info: readonly { readonly name: string; readonly version?: string }[];
  readonly instance_id: string;
  readonly assertions: readonly { readonly label: string; readonly data: unknown }[];
  readonly signature_info: { readonly alg: string; readonly issuer: string; readonly common_name: string };
}

/** The build of c2pa-rs for browsers reads blobs in a worker, at once; Node has no such reader. */
class KnownBytesReader {
  readAsArrayBuffer(blob: KnownBlob): ArrayBuffer {
    return Uint8Array.from(blob.held).buffer;
  }
}

class KnownBlob extends Blob {
  readonly held: Uint8Array<ArrayBuffer>;

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    super([bytes]);
    this.held = bytes;
  }

  override slice(start?: number, end?: number): Blob {
    return new KnownBlob(this.held.subarray(start, end));
  }
}

let isReady = false;

export async function readOfficially(
  bytes: Uint8Array<ArrayBuffer>,
  type = 'image/png',
): Promise<OfficialReport> {
  if (!isReady) {
    Object.assign(globalThis, { FileReaderSync: KnownBytesReader });
    const file = fileURLToPath(import.meta.resolve('@contentauth/c2pa-wasm/c2pa.wasm'));
    initSync({ module: await readFile(file) });
    isReady = true;
  }
  const reader = await WasmReader.fromBlob(type, new KnownBlob(bytes));
  const report = JSON.parse(reader.json()) as OfficialReport;
  reader.free();
  return report;
}
