import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodePng } from '@roentgan/gan-runtime';
import { readImage } from '@roentgan/measurer';
import jpeg from 'jpeg-js';
import { beforeAll, describe, expect, test } from 'vitest';
import { runCommand } from './runCommand.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const folder = temporaryFolder();
const run = (...args: string[]) => runCommand(folder, ...args);
const generate = (...args: string[]) =>
  run('generate', '--seed', '3', '--label', 'grade=3', '--backend', 'cpu', ...args);
const knee = 'knees/knee-grade3-seed0003.png';

async function pixelsOf(file: string) {
  const { width, height, values } = await readImage(readFileSync(join(folder, file)), file);
  return { width, height, grey: Uint8Array.from(values, (value) => Math.round(value * 255)) };
}

beforeAll(async () => {
  const made = generate('--out', 'knees');
  expect(made.code, made.stderr).toBe(0);
  const { width, height, grey } = await pixelsOf(knee);
  // Written anew: all metadata is lost.
  const data = Uint8Array.from({ length: width * height * 4 }, (_, at) =>
    at % 4 === 3 ? 255 : grey[at >> 2]!,
  );
  writeFileSync(join(folder, 'stripped.jpg'), jpeg.encode({ width, height, data }, 75).data);
  const noise = Uint8Array.from({ length: 128 * 128 }, (_, at) => (at * 7919) % 251);
  const png = await encodePng({ width: 128, height: 128, channels: 1, bitDepth: 8, data: noise });
  writeFileSync(join(folder, 'noise.png'), Buffer.from(await png.arrayBuffer()));
  writeFileSync(join(folder, 'text.png'), 'no picture');
  mkdirSync(join(folder, 'empty'));
});

test('a generated image says it in three ways, and whose signature it bears', () => {
  const { code, stdout, stderr } = run('check', knee);
  expect(code, stderr).toBe(0);
  const [verdict, xmp, c2pa, pixels, ...more] = stdout.trimEnd().split('\n');
  expect(more).toEqual([]);
  expect(verdict).toBe(`${knee}: says that it is synthetic`);
  expect(xmp).toMatch(
    /^ {2}XMP {5}trainedAlgorithmicMedia, made by Roentgan, model .*, seed 3, labels \{"grade":3\}$/,
  );
  expect(c2pa).toMatch(
    /^ {2}C2PA {4}trainedAlgorithmicMedia, made by Roentgan \d.*not changed since it was signed/,
  );
  expect(c2pa).toContain(
    "Roentgan's TEST certificate, whose key is public: proves nothing about who made it",
  );
  expect(pixels).toMatch(/^ {2}pixels {2}Roentgan's mark, in 100 % of its size; .* below \de-\d+$/);
});

test('what is left without metadata is the mark, and nothing else makes noise synthetic', () => {
  const { code, stdout } = run('check', '--json', 'stripped.jpg', 'noise.png');
  expect(code).toBe(3);
  const [stripped, noise] = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(stripped).toMatchObject({
    file: 'stripped.jpg',
    format: 'jpeg',
    saysSynthetic: true,
    xmp: { digitalSourceType: null },
    c2pa: { state: 'none' },
    mark: { found: true, scale: 1, mirrored: false },
  });
  expect(noise).toMatchObject({ file: 'noise.png', saysSynthetic: false, mark: { found: false } });
  expect(run('check', 'noise.png').stdout).toContain(
    'noise.png: nothing found that says it is synthetic, which does not make it a real image',
  );
});

test('a byte that was changed since is told, by both', () => {
  const bytes = readFileSync(join(folder, knee));
  // The text chunk "Software" holds "Roentgan". With its CRC put right, only the manifest tells.
  const at = bytes.indexOf('Software\0Roentgan') + 9;
  bytes[at] = 'r'.charCodeAt(0);
  bytes.writeInt32BE(crcOf(bytes.subarray(at - 13, at + 8)), at + 8);
  writeFileSync(join(folder, 'changed.png'), bytes);
  const { code, stdout } = run('check', 'changed.png');
  expect(code).toBe(0);
  expect(stdout).toContain('CHANGED since it was signed (assertion.dataHash.mismatch)');
});

test('a folder stands for all images in it and below, contact sheets too; what cannot be read is one line', () => {
  const whole = run('check', 'knees');
  expect(whole.code, whole.stderr).toBe(0);
  expect(whole.stdout).toContain('contact-sheet.png: says that it is synthetic');
  expect(whole.stderr).toBe('2 of 2 say that they are synthetic, 0 do not\n');
  const { code, stderr, stdout } = run('check', 'text.png', 'missing.png', 'empty', knee);
  expect(code).toBe(1);
  expect(stdout).toContain(`${knee}: says that it is synthetic`);
  expect(stderr.trimEnd().split('\n')).toEqual([
    'roentgan check: text.png: is of another format, expected a PNG, JPEG or DICOM file',
    'roentgan check: missing.png: no such file',
    expect.stringMatching(/^roentgan check: empty: no \.png/),
    '1 of 4 say that they are synthetic, 0 do not, 3 could not be read',
  ]);
  expect(run('check').code).toBe(2);
});

describe("the user's certificate", () => {
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });

  beforeAll(() => {
    writeFileSync(
      join(folder, 'extensions'),
      'keyUsage=critical,digitalSignature\nextendedKeyUsage=emailProtection\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid:always\n',
    );
    const key = ['-algorithm', 'ed25519'];
    openssl('genpkey', ...key, '-out', 'root.key');
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
    openssl('genpkey', ...key, '-out', 'own.key');
    openssl('req', '-new', '-key', 'own.key', '-subj', '/O=Clinic/CN=Signer', '-out', 'own.csr');
    openssl(
      'x509',
      '-req',
      '-in',
      'own.csr',
      '-CA',
      'root.pem',
      '-CAkey',
      'root.key',
      '-CAcreateserial',
      '-days',
      '30',
      '-extfile',
      'extensions',
      '-out',
      'own.pem',
    );
  });

  test('signs what generate makes, the same bytes in every run', () => {
    const first = generate('--cert', 'own.pem', '--key', 'own.key', '--out', 'own');
    expect(first.code, first.stderr).toBe(0);
    expect(generate('--cert', 'own.pem', '--key', 'own.key', '--out', 'again').code).toBe(0);
    for (const name of readdirSync(join(folder, 'own')))
      expect(
        readFileSync(join(folder, 'again', name)).equals(readFileSync(join(folder, 'own', name))),
        name,
      ).toBe(true);
    const { stdout } = run('check', 'own/knee-grade3-seed0003.png');
    expect(stdout).toContain('signed by Signer, Clinic, issued by Root, Example');
    expect(stdout).not.toContain('TEST');
  });

  test('--no-sign leaves the manifest out, and only that', () => {
    expect(generate('--no-sign', '--out', 'unsigned').code).toBe(0);
    const { code, stdout } = run('check', 'unsigned/knee-grade3-seed0003.png');
    expect(code).toBe(0);
    expect(stdout).toContain('C2PA    none\n');
    expect(stdout).toContain("Roentgan's mark");
  });

  test.each([
    [['--cert', 'own.pem'], 2, '--cert goes with --key FILE, which is missing'],
    [['--key', 'own.key'], 2, '--key goes with --cert FILE, which is missing'],
    [['--cert', 'own.pem', '--key', 'own.key', '--no-sign'], 2, '--no-sign and --cert are given'],
    [['--cert', 'missing.pem', '--key', 'own.key'], 1, 'missing.pem: no such file'],
    [
      ['--cert', 'own.pem', '--key', 'root.key'],
      1,
      'key: is not that of the certificate of O=Clinic, CN=Signer',
    ],
    [['--cert', 'own.key', '--key', 'own.key'], 1, 'certificate: no certificate in it'],
  ])('%j is refused in one line, and nothing is written', (options, expected, message) => {
    const { code, stderr } = generate(...options, '--out', 'refused');
    expect(code).toBe(expected);
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(readdirSync(folder)).not.toContain('refused');
  });
});

/** CRC-32 as PNG has it. */
function crcOf(bytes: Uint8Array): number {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc;
}
