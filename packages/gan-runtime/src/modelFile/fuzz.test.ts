import { expect, test } from 'vitest';
import { exampleModel } from '../../test/dcganExample.ts';
import { fileFrom } from '../../test/fileParts.ts';
import { ModelFileError } from '../errors.ts';
import { philox4x32 } from '../latent/philox.ts';
import { readModel } from './readModel.ts';
import { writeModel } from './writeModel.ts';

const file = writeModel(exampleModel('F16'));
const dataStart = 8 + Number(new DataView(file.buffer).getBigUint64(0, true));
const header = Buffer.from(file.subarray(8, dataStart)).toString('utf8').trimEnd();
const mutations = 1000;

/** A stream of u32 for one mutation. */
function randomOf(mutation: number): (below: number) => number {
  let block = 0;
  return (below) => philox4x32([block++, mutation, 0, 0], [2024, 0])[0] % below;
}

const tokens = ['0', '-1', '1e999', '4294967296', '9007199254740993', 'null', '""', '[]', '{}', '"N"', '"z"'];
tokens.push('"__proto__"', '"main.1"', 'true', '[[[[[', '}', ',', '\\"', '\u0000', '0.5', '"F32"', '"relu"');

/** Edits of the header's text, which keep the file around it intact, and in every fourth file edits of bytes. */
function mutate(mutation: number): Uint8Array {
  const random = randomOf(mutation);
  let text = header;
  for (let edits = random(4); edits > 0; edits--) text = editedText(text, random);
  const bytes = fileFrom(text, file.length - dataStart);
  bytes.set(file.subarray(dataStart), bytes.length - (file.length - dataStart));
  if (random(4) > 0) return bytes;
  for (let edits = 1 + random(3); edits > 0; edits--) bytes[random(dataStart)]! ^= 1 << random(8);
  return random(3) === 0 ? bytes.slice(0, random(bytes.length)) : bytes;
}

/** Removes or doubles a piece, or puts a token over a value, where quotes are escaped inside the graph's text. */
function editedText(text: string, random: (below: number) => number): string {
  const at = random(text.length);
  const end = at + 1 + random(24);
  switch (random(8)) {
    case 0:
      return text.slice(0, at) + text.slice(end);
    case 1:
      return text.slice(0, end) + text.slice(at);
    default: {
      const values = [...text.matchAll(/(?<=[:,[])(?:\\"[^"]*"|"[^"{]*"|[^\s,:[\]{}"\\]+)/g)];
      const value = values[random(values.length)];
      if (value === undefined) return text;
      const token = random(3) === 0 ? String(random(5000)) : tokens[random(tokens.length)]!;
      const insideGraph = value.index < text.indexOf('"main.0.weight":{');
      return (
        text.slice(0, value.index) +
        (insideGraph ? token.replaceAll('"', '\\"') : token) +
        text.slice(value.index + value[0].length)
      );
    }
  }
}

test(`${mutations} mutations: each is refused with a ModelFileError or reads as a model`, () => {
  const refusals = new Map<string, number>();
  let models = 0;
  for (let mutation = 0; mutation < mutations; mutation++) {
    try {
      const model = readModel(mutate(mutation), 'fuzz.safetensors');
      for (const { shape, bytes } of model.tensors.values()) expect(bytes.length % shape.length).toBe(0);
      models++;
    } catch (error) {
      if (!(error instanceof ModelFileError)) throw new Error(`mutation ${mutation}`, { cause: error });
      expect(error.message, `mutation ${mutation}`).toMatch(/^fuzz\.safetensors: [^\n]{5,1000}$/);
      const kind = error.message.replace(/"[^"]*"|\d+|\[[^\]]*\]/g, '_').slice(18, 60);
      refusals.set(kind, (refusals.get(kind) ?? 0) + 1);
    }
  }
  // The mutations must reach past the first check: many different refusals, and some files that stay valid.
  expect(refusals.size).toBeGreaterThan(80);
  expect(models).toBeGreaterThan(100);
});
