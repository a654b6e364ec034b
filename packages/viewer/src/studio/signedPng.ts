import type { GeneratedImage } from '@roentgan/gan-runtime';
import { type PlainImage, plainImage } from './plainImage.ts';
import { createAsker } from './worker/createAsker.ts';

const pngs = createAsker<PlainImage, Blob>(
  () =>
    new Worker(new URL('./signedPngWorker.ts', import.meta.url), { type: 'module', name: 'roentgan-png' }),
  'writes PNGs',
);

/**
 * A PNG with XMP, the mark in its pixels and a C2PA manifest, signed with the test certificate: a page has no key of its user. A worker
 * makes it, which starts with the first and stays. A page without a secure connection has no hashes to sign with, and its PNGs have no manifest.
 */
export function signedPng(image: GeneratedImage): Promise<Blob> {
  return pngs.ask(plainImage(image));
}
