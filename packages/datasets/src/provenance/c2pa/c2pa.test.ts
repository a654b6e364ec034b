import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodePng, type ImageProvenance, provenanceXmp } from '@roentgan/gan-runtime';
import { readImage } from '@roentgan/measurer';
import { afterAll, describe, expect, test } from 'vitest';
import { readOfficially } from '../../../test/officialReader.ts';
import { openSigning } from '../signing.ts';
import { readManifest } from './readManifest.ts';
import { testCertificate, testCertificateSha256, testKey } from './testCertificate.ts';

const provenance: ImageProvenance = {
  creatorTool: 'Roentgan 0.1.0',
  seed: 7,
  labels: { grade: 3 },
  edits: { 'joint space': -1.5 },
  modelName: 'knee',
  modelHash: 'ab'.repeat(32),
  licence: undefined,
};
const pixels = Uint8Array.from({ length: 32 * 24 }, (_, at) => (at * 7919) % 251);

async function png(): Promise<Uint8Array<ArrayBuffer>> {
  const image = { width: 32, height: 24, channels: 1, bitDepth: 8, data: pixels } as const;
  const blob = await encodePng(image, { xmp: provenanceXmp(provenance) });
  return new Uint8Array(await blob.arrayBuffer());
}

async function signed(): Promise<Uint8Array<ArrayBuffer>> {
  return (await openSigning()).sign(await png(), provenance);
}

test('the manifest says what made the image, and whose the signature is', async () => {
  expect(await readManifest(await signed(), 'png')).toEqual({
    state: 'intact',
    saysSynthetic: true,
    digitalSourceType: 'trainedAlgorithmicMedia',
    software: 'Roentgan 0.1.0',
    generation: {
      seed: 7,
      labels: { grade: 3 },
      edits: { 'joint space': -1.5 },
      modelName: 'knee',
      modelHash: 'ab'.repeat(32),
    },
    signer: {
      name: 'Roentgan test signer, Roentgan TEST certificates',
      issuer: 'Roentgan test root, Roentgan TEST certificates',
      validUntil: '2099-12-31',
      isTest: true,
    },
  });
});

test('the reference implementation finds the same, and all but who vouches for the test certificate in order', async () => {
  const report = await readOfficially(await signed());
  expect(report.validation_state).toBe('Valid');
  expect(report.validation_results.activeManifest.failure.map(({ code }) => code)).toEqual([
    'signingCredential.untrusted',
  ]);
  expect(report.validation_results.activeManifest.success.map(({ code }) => code)).toEqual(
    expect.arrayContaining(['claimSignature.validated', 'assertion.dataHash.match']),
  );
  const manifest = report.manifests[report.active_manifest]!;
  expect(manifest.claim_generator_info).toMatchObject([{ name: 'Roentgan', version: '0.1.0' }]);
  expect(manifest.signature_info).toMatchObject({ alg: 'Ed25519', common_name: 'Roentgan test signer' });
  expect(manifest.assertions).toMatchObject([
    {
      label: 'c2pa.actions.v2',
      data: {
        actions: [
          {
            action: 'c2pa.created',
            digitalSourceType: 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia',
            softwareAgent: { name: 'Roentgan', version: '0.1.0' },
            parameters: { 'roentgan.generation': { seed: 7, modelHash: 'ab'.repeat(32) } },
          },
        ],
      },
    },
  ]);
});

test('signing adds a chunk and leaves the rest; the same image gives the same bytes', async () => {
  const [before, after] = [await png(), await signed()];
  expect(await signed()).toEqual(after);
  expect(after.length - before.length).toBeLessThan(2600);
  const image = await readImage(after, 'signed.png');
  expect([...image.values]).toEqual([...(await readImage(before, 'before.png')).values]);
  expect(image.origin.saysSynthetic).toBe(true);
});

test('another image has other identifiers', async () => {
  const other = await (await openSigning()).sign(
    new Uint8Array(
      await (
        await encodePng({ width: 1, height: 1, channels: 1, bitDepth: 8, data: pixels.slice(0, 1) })
      ).arrayBuffer(),
    ),
    provenance,
  );
  const [one, two] = [await readOfficially(await signed()), await readOfficially(other)];
  expect(one.active_manifest).toMatch(
    /^urn:c2pa:[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/,
  );
  expect(two.active_manifest).not.toBe(one.active_manifest);
});

test('a changed pixel is told from a changed manifest, here and by the reference implementation', async () => {
  const file = await signed();
  const inPixels = file.slice();
  inPixels[file.length - 30]! ^= 1;
  expect(await readManifest(inPixels, 'png')).toMatchObject({
    state: 'changed',
    reason: 'assertion.dataHash.mismatch',
    saysSynthetic: true,
  });
  expect((await readOfficially(inPixels)).validation_state).toBe('Invalid');

  const inManifest = file.slice();
  const text = Buffer.from(file).indexOf('joint space', Buffer.from(file).indexOf('caBX'));
  inManifest[text]! ^= 1;
  expect(await readManifest(inManifest, 'png')).toMatchObject({
    state: 'invalid',
    reason: 'assertion.hashedURI.mismatch',
  });
});

test('a file without a manifest has none, and one that is not JUMBF cannot be read', async () => {
  expect(await readManifest(await png(), 'png')).toEqual({ state: 'none', saysSynthetic: false });
  const file = await signed();
  file.fill(0xff, Buffer.from(file).indexOf('jumb'), Buffer.from(file).indexOf('jumb') + 40);
  expect(await readManifest(file, 'png')).toMatchObject({ state: 'unreadable', saysSynthetic: false });
});

test('the test certificate is the one whose hash is known', async () => {
  expect((await openSigning()).sha256).toBe(testCertificateSha256);
  const asFiles = await openSigning({ certificate: testCertificate, key: testKey });
  expect(asFiles).toMatchObject({ isTest: true, sha256: testCertificateSha256 });
});

describe('certificates of the user, made with OpenSSL', () => {
  const folder = mkdtempSync(join(tmpdir(), 'roentgan-certificates-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  writeFileSync(
    join(folder, 'extensions'),
    'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=emailProtection\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid:always\n',
  );
  openssl('genpkey', '-algorithm', 'ed25519', '-out', 'root.key');
  openssl(
    'req',
    '-new',
    '-x509',
    '-key',
    'root.key',
    '-days',
    '30',
    '-subj',
    '/O=Example/CN=Root',
    '-out',
    'root.pem',
  );

  const kinds = {
    ed25519: ['-algorithm', 'ed25519'],
    p256: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'],
    p384: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-384'],
    rsa: ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'],
  };

  /** The texts of a certificate and its key. */
  function issue(name: string, kind: keyof typeof kinds, days = '30'): { certificate: string; key: string } {
    openssl('genpkey', ...kinds[kind], '-out', `${name}.key`);
    openssl('req', '-new', '-key', `${name}.key`, '-subj', `/O=Example/CN=${name}`, '-out', `${name}.csr`);
    const sign = [
      '-CA',
      'root.pem',
      '-CAkey',
      'root.key',
      '-CAcreateserial',
      '-extfile',
      'extensions',
      '-days',
      days,
    ];
    openssl('x509', '-req', '-in', `${name}.csr`, ...sign, '-out', `${name}.pem`);
    const text = (file: string) => readFileSync(join(folder, file), 'utf8');
    return { certificate: text(`${name}.pem`), key: text(`${name}.key`) };
  }

  test.each([
    ['ed25519', 'Ed25519'],
    ['p256', 'Es256'],
    ['p384', 'Es384'],
  ] as const)(
    '%s: the same bytes twice, and valid for the reference implementation',
    async (kind, algorithm) => {
      const signing = await openSigning(issue(kind, kind));
      expect(signing.isTest).toBe(false);
      const file = await signing.sign(await png(), provenance);
      expect(await signing.sign(await png(), provenance)).toEqual(file);
      expect(await readManifest(file, 'png')).toMatchObject({
        state: 'intact',
        signer: { name: `${kind}, Example`, issuer: 'Root, Example', isTest: false },
      });
      const report = await readOfficially(file);
      expect(report.validation_state).toBe('Valid');
      expect(report.manifests[report.active_manifest]!.signature_info.alg).toBe(algorithm);
    },
  );

  test.each([
    [
      'a key of another kind',
      () => issue('rsa', 'rsa'),
      'key: is damaged or of another kind, expected Ed25519',
    ],
    [
      'a key of another certificate',
      () => ({ ...issue('one', 'p256'), key: issue('two', 'p256').key }),
      'key: is not that of the certificate of O=Example, CN=one',
    ],
    [
      'no certificate',
      () => ({ ...issue('three', 'p256'), certificate: 'nothing' }),
      'certificate: no certificate in it',
    ],
    ['no key', () => ({ ...issue('four', 'p256'), key: '' }), 'key: no private key in it'],
    [
      'a self-signed certificate',
      () => ({
        certificate: readFileSync(join(folder, 'root.pem'), 'utf8'),
        key: readFileSync(join(folder, 'root.key'), 'utf8'),
      }),
      'is not accepted, expected one for signing as C2PA asks for',
    ],
    [
      'an encrypted key',
      () => ({ ...issue('five', 'p256'), key: '-----BEGIN ENCRYPTED PRIVATE KEY-----' }),
      'key: is encrypted',
    ],
  ] as const)('%s is refused in one line', async (_, files, message) => {
    const error: unknown = await openSigning(files()).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Error);
    expect((error as Error).message).toContain(message);
    expect((error as Error).message).not.toContain('\n');
  });
});
