import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from '@roentgan/gan-runtime';
import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { directoryEnd, directoryRecord, localHeader, type ZipEntry } from '../src/formats/zipRecords.ts';
import { runPython } from './python.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/** A zip whose files hold their own names; the second half of them lies behind `gap` bytes of nothing. */
function makeZip(
  count: number,
  gap: number,
): { parts: Uint8Array[]; tail: Uint8Array[]; tailOffset: number } {
  const parts: Uint8Array[] = [];
  const tail: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  let tailOffset = 0;
  for (let at = 0; at < count; at++) {
    if (at === count >> 1) {
      offset += gap;
      tailOffset = offset;
    }
    const name = `${at}.txt`;
    const bytes = new TextEncoder().encode(name);
    const entry: ZipEntry = { name, crc32: crc32(bytes), size: bytes.length, offset };
    const header = localHeader(entry);
    (at < count >> 1 ? parts : tail).push(header, bytes);
    directory.push(directoryRecord(entry));
    offset += header.length + bytes.length;
  }
  const size = directory.reduce((sum, record) => sum + record.length, 0);
  tail.push(...directory, directoryEnd({ files: count, offset, size }));
  return { parts, tail, tailOffset };
}

const readAll = `
import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as file:
    names = file.namelist()
    print(json.dumps([len(names), all(file.read(name).decode() == name for name in names), file.testzip()]))
`;

test.each([65_534, 65_535, 70_000])('%s files', async (count) => {
  await using folder = await temporaryFolder();
  const { parts, tail } = makeZip(count, 0);
  const zip = Buffer.concat([...parts, ...tail]);
  const path = join(folder.path, 'many.zip');
  await using file = await open(path, 'w');
  await file.writeFile(zip);
  expect(runPython(readAll, path)).toEqual([count, true, null]);
  const unzipped = unzipSync(zip);
  expect(Object.keys(unzipped)).toHaveLength(count);
  expect(new TextDecoder().decode(unzipped[`${count - 1}.txt`])).toBe(`${count - 1}.txt`);
});

test.each([2 ** 32 - 100, 2 ** 32 + 12_345])('files behind %s bytes', async (gap) => {
  await using folder = await temporaryFolder();
  const { parts, tail, tailOffset } = makeZip(20, gap);
  const path = join(folder.path, 'far.zip');
  await using file = await open(path, 'w');
  // The gap is a hole: it takes no space on the disk.
  await file.write(Buffer.concat(parts), 0, undefined, 0);
  await file.write(Buffer.concat(tail), 0, undefined, tailOffset);
  expect(runPython(readAll, path)).toEqual([20, true, null]);
});

test('a file of 4 GiB and a name that is not ASCII are refused', () => {
  expect(() => localHeader({ name: 'a', crc32: 0, size: 2 ** 32 })).toThrow('zip: a is 4294967296 bytes');
  expect(() => localHeader({ name: 'größe', crc32: 0, size: 1 })).toThrow(
    'zip: file name "größe", expected ASCII',
  );
});
