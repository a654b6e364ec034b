import { openSigning } from '@roentgan/datasets';
import type { GeneratedImage } from '@roentgan/gan-runtime';

/**
 * A PNG with XMP, the mark in its pixels and a C2PA manifest, signed with the test certificate: a page has no key of its user. The code
 * that signs is loaded with the first. A page without a secure connection has no hashes to sign with, and its PNGs have no manifest.
 */
export async function signedPng(image: GeneratedImage): Promise<Blob> {
  const png = await image.toPng();
  if (!globalThis.crypto?.subtle) return png;
  const signing = await openSigning();
  const bytes = await signing.sign(new Uint8Array(await png.arrayBuffer()), image.provenance);
  return new Blob([bytes], { type: 'image/png' });
}
