import { ed25519 } from '@noble/curves/ed25519.js';
import { p256, p384 } from '@noble/curves/nist.js';
import { CoseAlgorithmIdentifier } from '@trustnxt/c2pa-ts/cose';

/** A private key whose signatures are the same in every run. */
export interface SigningKey {
  readonly algorithm: CoseAlgorithmIdentifier;
  /** As the last bytes of a certificate's public key have it. */
  readonly publicKey: Uint8Array;
  sign(payload: Uint8Array): Uint8Array;
}

/** Curves of ECDSA, with WebCrypto's names. C2PA 2.2 (section 13.2) allows P-521 too, whose signatures @trustnxt/c2pa-ts 0.9.4 does not verify. `lowS` is Bitcoin's rule, not COSE's. */
const curves = [
  { name: 'P-256', curve: p256, algorithm: CoseAlgorithmIdentifier.ES256 },
  { name: 'P-384', curve: p384, algorithm: CoseAlgorithmIdentifier.ES384 },
] as const;

/**
 * Ed25519 (RFC 8032), or ECDSA with nonces from the message (RFC 6979).
 * @param pkcs8 the key as PKCS #8 in DER
 * @returns `undefined` for a key of another kind
 */
export async function openSigningKey(pkcs8: Uint8Array<ArrayBuffer>): Promise<SigningKey | undefined> {
  const seed = await privateNumber(pkcs8, { name: 'Ed25519' });
  if (seed) return ed25519Key(seed);
  for (const { name, curve, algorithm } of curves) {
    const secret = await privateNumber(pkcs8, { name: 'ECDSA', namedCurve: name });
    if (!secret) continue;
    return {
      algorithm,
      publicKey: curve.getPublicKey(secret, false),
      sign: (payload) => curve.sign(payload, secret, { lowS: false }),
    };
  }
  return undefined;
}

/** Ed25519 from its 32 bytes, without WebCrypto, whose Ed25519 older browsers lack. */
export function ed25519Key(seed: Uint8Array): SigningKey {
  return {
    algorithm: CoseAlgorithmIdentifier.Ed25519,
    publicKey: ed25519.getPublicKey(seed),
    sign: (payload) => ed25519.sign(payload, seed),
  };
}

async function privateNumber(
  pkcs8: Uint8Array<ArrayBuffer>,
  algorithm: EcKeyImportParams | Algorithm,
): Promise<Uint8Array | undefined> {
  try {
    const key = await crypto.subtle.importKey('pkcs8', pkcs8, algorithm, true, ['sign']);
    const { d } = await crypto.subtle.exportKey('jwk', key);
    const characters = atob(d!.replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(characters, (character) => character.charCodeAt(0));
  } catch {
    return undefined; // a key of another kind
  }
}
