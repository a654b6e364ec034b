import { X509Certificate } from '@peculiar/x509';
import type { Signature } from '@trustnxt/c2pa-ts/cose';
import { pemBlocks } from './pem.ts';
import { testCertificate } from './testCertificate.ts';

/** Whom a manifest's certificate names. Nobody checked that name here but who issued the certificate. */
export interface ManifestSigner {
  readonly name: string;
  readonly issuer: string;
  /** `YYYY-MM-DD`. */
  readonly validUntil: string;
  /** Whether it is Roentgan's test certificate, whose key is public: the signature proves nothing about who made the file. */
  readonly isTest: boolean;
}

export function describeSigner(signature: Signature | undefined): ManifestSigner | undefined {
  const certificate = signature?.certificate;
  if (!certificate) return undefined;
  const [test] = pemBlocks(testCertificate, 'CERTIFICATE');
  return {
    name: shortName(certificate.subject),
    issuer: shortName(certificate.issuer),
    validUntil: certificate.notAfter.toISOString().slice(0, 10),
    isTest: certificate.equal(new X509Certificate(test!)),
  };
}

/** Common name and organisation of a distinguished name such as `CN=Signer, O=Example`. */
function shortName(distinguished: string): string {
  const part = (key: string) => new RegExp(`(?:^|,\\s*)${key}=("[^"]*"|[^,]*)`).exec(distinguished)?.[1];
  const parts = [part('CN'), part('O')].filter((text) => text !== undefined && text !== '');
  return parts.length > 0 ? parts.join(', ') : distinguished;
}
