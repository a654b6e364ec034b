import { expect } from 'vitest';
import { dataStartOf } from '../src/modelFile/dataStart.ts';
import { beginHeader } from '../src/modelFile/header.ts';
import { readPlainHeader } from '../src/modelFile/plainHeader.ts';

/** Reads a file's header both ways, and expects that what is accepted as plain is what the code for any header reads. True where it is. */
export function plainAgrees(file: Uint8Array): boolean {
  let dataStart = 0;
  try {
    dataStart = dataStartOf(file, 'model');
  } catch {}
  if (dataStart === 0 || dataStart > file.length) return false; // refused by the same code
  const start = file.subarray(0, dataStart);
  const { header, needs } = readPlainHeader(start, file.length);
  if (!header) return false;
  const begun = beginHeader(start, file.length, 'model');
  expect(begun.needs).toEqual(needs);
  const any = begun.parse();
  expect(header).toEqual(any);
  expect([...header.tensors.keys()]).toEqual([...any.tensors.keys()]);
  return true;
}
