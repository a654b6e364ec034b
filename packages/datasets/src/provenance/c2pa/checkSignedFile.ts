import { encodePng } from '@roentgan/gan-runtime';
import { DatasetError } from '../../datasetError.ts';
import { readManifest } from './readManifest.ts';
import type { PngSigner } from './signer.ts';
import { signPng } from './signPng.ts';

/**
 * Signs one pixel and reads it back: what C2PA asks of a certificate is found before a whole dataset is signed with it.
 * @throws DatasetError
 */
export async function checkSignedFile(signer: PngSigner): Promise<void> {
  const png = await encodePng({ width: 1, height: 1, channels: 1, bitDepth: 8, data: new Uint8Array(1) });
  const bytes = new Uint8Array(await png.arrayBuffer());
  const signed = await signPng(bytes, { creatorTool: 'Roentgan', seed: 0 }, signer);
  const manifest = await readManifest(signed, 'png');
  if (manifest.state === 'intact') return;
  const { notBefore, notAfter, subject } = signer.certificate;
  const found =
    manifest.state === 'expired' ? `is valid from ${day(notBefore)} to ${day(notAfter)}` : 'is not accepted';
  throw new DatasetError(
    `certificate: that of ${subject} ${found}, expected one for signing as C2PA asks for: valid now, not self-signed, with the critical key usage digitalSignature and the extended key usage emailProtection`,
  );
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}
