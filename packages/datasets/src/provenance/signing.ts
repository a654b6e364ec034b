import type { ImageProvenance } from '@roentgan/gan-runtime';

/** A certificate, followed by those that vouch for it, and its key (PKCS #8), as PEM. Plain data, so that it reaches worker threads. */
export interface SigningFiles {
  readonly certificate: string;
  readonly key: string;
}

/** Signs PNGs with a C2PA manifest. */
export interface Signing {
  /** Subject of the certificate. */
  readonly name: string;
  /** SHA-256 of the certificate, hexadecimal. */
  readonly sha256: string;
  /** Whether the key is public, so that signatures prove nothing about who made a file. */
  readonly isTest: boolean;
  /** Adds the manifest; the same arguments give the same bytes. */
  sign(bytes: Uint8Array<ArrayBuffer>, provenance: ImageProvenance): Promise<Uint8Array<ArrayBuffer>>;
}

/**
 * Opens the user's certificate, or the test certificate where there is none. The code that signs is loaded with it.
 * @throws DatasetError where they cannot be read, do not belong together, or make manifests that C2PA does not accept
 */
export async function openSigning(files?: SigningFiles): Promise<Signing> {
  const [{ openSigner, testSigner }, { signPng }] = await Promise.all([
    import('./c2pa/signer.ts'),
    import('./c2pa/signPng.ts'),
  ]);
  const signer = files ? await openSigner(files) : testSigner();
  const { certificate, isTest } = signer;
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', certificate.rawData));
  return {
    name: certificate.subject,
    sha256: Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join(''),
    isTest,
    sign: (bytes, provenance) => signPng(bytes, provenance, signer),
  };
}
