import { philox4x32 } from '../src/latent/philox.ts';
import { writeModel } from '../src/modelFile/writeModel.ts';
import { provideEverything } from './allOperations.ts';
import { exampleModel } from './dcganExample.ts';
import { fileFrom } from './fileParts.ts';

provideEverything();
const example = writeModel(exampleModel('F16'));

/** A stream of u32 for one mutation. */
function randomOf(mutation: number): (below: number) => number {
  let block = 0;
  return (below) => {
    const words = Uint32Array.of(block++, mutation, 0, 0);
    philox4x32(words, 2024, 0);
    return words[0]! % below;
  };
}

const tokens = ['0', '-1', '1e999', '4294967296', '9007199254740993', 'null', '""', '[]', '{}', '"N"', '"z"'];
tokens.push('"__proto__"', '"main.1"', 'true', '[[[[[', '}', ',', '\\"', '\u0000', '0.5', '"F32"', '"relu"');

/** One of endlessly many damaged model files: edits of the header's text, which keep the file around it intact, and in every fourth file edits of bytes. */
export function mutatedFile(mutation: number, file = example): Uint8Array {
  const dataStart = 8 + Number(new DataView(file.buffer).getBigUint64(0, true));
  const random = randomOf(mutation);
  let text = Buffer.from(file.subarray(8, dataStart)).toString('utf8').trimEnd();
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
