import { expect } from 'vitest';
import { checkModel } from '../src/modelFile/checkModel.ts';
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
  const outcome = (read: () => unknown) => {
    try {
      return read();
    } catch (error) {
      return (error as Error).message.replace(/^model: /, '');
    }
  };
  const plain = outcome(() => {
    checkModel(header.graph, header.tensors);
    return header;
  });
  expect(plain).toEqual(outcome(() => begun.check()));
  if (typeof plain !== 'string') {
    const { tensors } = begun.check();
    expect([...header.tensors.keys()]).toEqual([...tensors.keys()]);
  }
  return true;
}
