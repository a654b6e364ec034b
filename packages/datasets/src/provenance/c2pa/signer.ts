import { X509Certificate } from '@peculiar/x509';
import { DatasetError } from '../../datasetError.ts';
import { checkSignedFile } from './checkSignedFile.ts';
import { pemBlocks } from './pem.ts';
import { ed25519Key, openSigningKey, type SigningKey } from './signingKey.ts';
import { testCertificate, testKey } from './testCertificate.ts';

/** Who signs C2PA manifests: a certificate, those that vouch for it, and its key. */
export interface PngSigner {
  readonly certificate: X509Certificate;
  readonly chain: readonly X509Certificate[];
  readonly key: SigningKey;
  /** Whether it is the test certificate, whose key is public: its signature proves nothing about who made a file. */
  readonly isTest: boolean;
}

/** Length of the DER in front of the 32 bytes of an Ed25519 key (RFC 8410, section 7). */
const ED25519_PREFIX = 16;

/** Signs with the test certificate. */
export function testSigner(): PngSigner {
  const [certificate] = certificatesOf(testCertificate);
  const [pkcs8] = pemBlocks(testKey, 'PRIVATE KEY');
  return {
    certificate: certificate!,
    chain: [],
    key: ed25519Key(pkcs8!.subarray(ED25519_PREFIX)),
    isTest: true,
  };
}

/**
 * Signs with the user's certificate.
 * @param files PEM: the certificate, followed by those that vouch for it, without the root; its key as PKCS #8, not encrypted
 * @throws DatasetError where they cannot be read, do not belong together, or make manifests that C2PA does not accept
 */
export async function openSigner(files: {
  readonly certificate: string;
  readonly key: string;
}): Promise<PngSigner> {
  const [certificate, ...chain] = certificatesOf(files.certificate);
  if (!certificate) throw new DatasetError('certificate: no certificate in it, expected PEM with one');
  const key = await readKey(files.key);
  if (!endsWith(certificate.publicKey.rawData, key.publicKey)) {
    throw new DatasetError(
      `key: is not that of the certificate of ${certificate.subject}, expected the key that belongs to it`,
    );
  }
  const isTest = sameBytes(certificate.rawData, testSigner().certificate.rawData);
  const signer = { certificate, chain, key, isTest };
  await checkSignedFile(signer);
  return signer;
}

function certificatesOf(pem: string): X509Certificate[] {
  try {
    return pemBlocks(pem, 'CERTIFICATE').map((der) => new X509Certificate(der));
  } catch (error) {
    throw new DatasetError('certificate: is damaged, expected X.509 as PEM', { cause: error });
  }
}

async function readKey(pem: string): Promise<SigningKey> {
  const convert = 'expected a key as PKCS #8 ("BEGIN PRIVATE KEY"), as openssl pkcs8 -topk8 -nodes makes it';
  if (pem.includes('BEGIN ENCRYPTED PRIVATE KEY')) throw new DatasetError(`key: is encrypted, ${convert}`);
  const [pkcs8] = pemBlocks(pem, 'PRIVATE KEY');
  if (!pkcs8) throw new DatasetError(`key: no private key in it, ${convert}`);
  const key = await openSigningKey(pkcs8);
  if (key) return key;
  throw new DatasetError(
    'key: is damaged or of another kind, expected Ed25519 or ECDSA on P-256 or P-384, which sign alike in every run',
  );
}

function endsWith(bytes: ArrayBuffer, end: Uint8Array): boolean {
  return sameBytes(bytes.slice(-end.length), end);
}

function sameBytes(first: ArrayBuffer, second: ArrayBuffer | Uint8Array): boolean {
  const [one, other] = [new Uint8Array(first), new Uint8Array(second)];
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}
