import { encodePng } from '@roentgan/gan-runtime';
import { ImageFileError } from '@roentgan/measurer';
import { expect, test } from 'vitest';
import { readManifest } from './c2pa/readManifest.ts';
import { checkImage } from './checkImage.ts';
import { openSigning } from './signing.ts';

/** Xorshift. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

async function signedPng(): Promise<Uint8Array<ArrayBuffer>> {
  const data = Uint8Array.from({ length: 24 * 24 }, (_, at) => (at * 37) & 255);
  const png = await encodePng({ width: 24, height: 24, channels: 1, bitDepth: 8, data });
  const provenance = { creatorTool: 'Roentgan 0.1.0', seed: 7, labels: { grade: 3 } };
  return (await openSigning()).sign(new Uint8Array(await png.arrayBuffer()), provenance);
}

/** The manifest, and nothing else, damaged: bytes set, ranges moved, ends cut; chunk lengths and CRCs stay as they are. */
function damage(file: Uint8Array<ArrayBuffer>, next: (below: number) => number): Uint8Array<ArrayBuffer> {
  const start = Buffer.from(file).indexOf('caBX') + 4;
  const end = Buffer.from(file).indexOf('IDAT') - 8;
  const damaged = file.slice();
  const place = () => start + next(end - start);
  for (let times = 1 + next(4); times > 0; times--) {
    const kind = next(4);
    if (kind === 0) damaged[place()]! ^= 1 << next(8);
    else if (kind === 1) damaged[place()] = [0x00, 0xff, 0x7f, 0x80, 0x9f, 0xbf, 0x5b, 0x1b][next(8)]!;
    else if (kind === 2) damaged.copyWithin(place(), place(), end);
    else damaged.fill(next(256), place(), end);
  }
  return damaged;
}

test('2,000 damaged manifests: each has an answer, and one that counts as intact states what was signed', async () => {
  const file = await signedPng();
  const signed = await readManifest(file, 'png');
  const next = random(20261122);
  const states = new Map<string, number>();
  for (let time = 0; time < 2000; time++) {
    const report = await readManifest(damage(file, next), 'png');
    states.set(report.state, (states.get(report.state) ?? 0) + 1);
    // Labels of boxes and padding are not signed, so that some damage is none to what is.
    if (report.state === 'intact') expect(report).toEqual(signed);
  }
  expect(states.get('unreadable')).toBeGreaterThan(100);
  expect(states.get('invalid')).toBeGreaterThan(100);
});

test('100 damaged files: a report, or one line that says what is wrong', async () => {
  const file = await signedPng();
  const next = random(7);
  for (let time = 0; time < 100; time++) {
    const cut = next(3) === 0 ? file.slice(0, next(file.length)) : file.slice();
    for (let times = next(6); times > 0; times--) if (cut.length > 0) cut[next(cut.length)] = next(256);
    try {
      await checkImage(cut, 'damaged.png');
    } catch (error) {
      expect(error).toBeInstanceOf(ImageFileError);
      expect((error as Error).message).toMatch(/^damaged\.png: [^\n]+$/);
    }
  }
});
