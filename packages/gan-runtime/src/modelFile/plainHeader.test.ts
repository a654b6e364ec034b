import { describe, expect, test } from 'vitest';
import { provideEverything } from '../../test/allOperations.ts';
import { exampleModel } from '../../test/dcganExample.ts';
import { changed, fileFrom, headerText } from '../../test/fileParts.ts';
import { mutatedFile } from '../../test/mutatedFile.ts';
import { plainAgrees } from '../../test/plainAgrees.ts';
import { beginHeader } from './header.ts';
import { limits } from './limits.ts';
import type { Model } from './model.ts';
import { writeModel } from './writeModel.ts';

provideEverything();

/** The example with no more than latents, nodes and an image. */
function plainModel(dtype: 'F32' | 'F16'): Model {
  const { graph, tensors } = exampleModel(dtype);
  const { truncation: _, edits: __, directions: ___, ...rest } = graph;
  return { graph: rest, tensors };
}

const model = plainModel('F32');
const { header, graph } = partsOf(writeModel(model));

function partsOf(file: Uint8Array) {
  const { tensors, graph } = beginHeader(file, file.length, 'model').parse();
  const infos = [...tensors].map(([name, { dtype, shape, begin, end }]) => [
    name,
    { dtype, shape, data_offsets: [begin, end] },
  ]);
  return { graph, header: Object.fromEntries(infos) as Record<string, unknown> };
}

const dataLength = [...model.tensors.values()].reduce((sum, { bytes }) => sum + bytes.length, 0);
const file = (value: unknown, tensors = header, length = dataLength) =>
  fileFrom(headerText(value, tensors), length);

/** Where a value, or one within it, stands: `nodes.0.op`. */
function pathsOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Object.entries(value).flatMap(([key, entry]) =>
    pathsOf(entry, path === '' ? key : `${path}.${key}`),
  );
  return path === '' ? inner : [path, ...inner];
}

const values: readonly unknown[] = [
  ...[undefined, null, true, false, 0, 1, -1, 2, 3, 4, 0.5, 2 ** 31, 2 ** 53, -0, 1e300],
  ...['', 'N', 'z', 'x', 'F32', 'F16', 'I8', 'grey', 'rgb', 'raw', 'normal', 'uniform', 'relu', 'label'],
  ...[
    '__proto__',
    'toString',
    'a\u0000',
    'a\u0085',
    '\ud800',
    'a'.repeat(513),
    'a'.repeat(limits.textLength + 1),
  ],
  ...[[], [0], [0, 1], [1, 0], [1, 1], [0, 1, 2], ['N'], ['N', 8], ['N', 1, 8, 8], [[0, 1]], ['z']],
  ...[new Array(7).fill(1), new Array(limits.nodeListLength + 1).fill('z')],
  ...[{}, { extra: 1 }, { groups: 2 }, { name: 'z' }, { kind: 'latent' }, { toString: 1 }],
];

describe('what is plain is what the code for any header reads', () => {
  test('the example, in f32 and f16', () => {
    expect(plainAgrees(file(graph))).toBe(true);
    expect(plainAgrees(writeModel(model))).toBe(true);
    expect(plainAgrees(writeModel(exampleModel()))).toBe(false); // truncation
    expect(plainAgrees(writeModel(plainModel('F16')))).toBe(true);
  });

  test('a graph of which one value is another', () => {
    let plain = 0;
    for (const path of pathsOf(graph)) {
      for (const value of values) if (plainAgrees(file(changed(graph, path, value)))) plain++;
      const extra = changed(graph, path, undefined);
      plainAgrees(file(changed(extra, `${path}s`.replace('.0s', '.0'), 1)));
    }
    expect(plain).toBeGreaterThan(500);
  });

  test('tensor entries of which one value is another', () => {
    let plain = 0;
    for (const path of Object.keys(header)) {
      for (const field of [
        '',
        '.dtype',
        '.shape',
        '.shape.0',
        '.data_offsets',
        '.data_offsets.0',
        '.extra',
      ]) {
        for (const value of values) {
          // Names have dots of their own.
          const tensors = { ...header, [path]: changed(header[path], field.slice(1), value) };
          for (const length of [dataLength, dataLength + 4]) {
            if (plainAgrees(file(graph, tensors, length))) plain++;
          }
        }
      }
    }
    expect(plain).toBeGreaterThan(10);
  });

  test.each([
    [
      'a key that is there twice',
      (text: string) => text.replace('"dtype":"F32"', '"dtype":"F32","dtype":"F32"'),
    ],
    ['white space', (text: string) => text.replace(':', ': ')],
    ['an escape', (text: string) => text.replace('"dtype"', '"\\u0064type"')],
    ['a byte order mark', (text: string) => `\ufeff${text}`],
    ['another space at the end', (text: string) => `${text}\u00a0`],
  ])('%s is not plain', (_, change) => {
    expect(plainAgrees(fileFrom(change(headerText(graph, header)), dataLength))).toBe(false);
  });

  test('bytes that are no text are not plain', () => {
    const named = file({ ...graph, name: 'dcgan' });
    named[Buffer.from(named).indexOf('dcgan')] = 0xff;
    expect(plainAgrees(named)).toBe(false);
  });

  test('tensors in another order are not plain', () => {
    const reversed = Object.fromEntries(Object.entries(header).reverse());
    expect(plainAgrees(file(graph, reversed))).toBe(false);
  });

  test('damaged files', () => {
    let plain = 0;
    const sound = writeModel(plainModel('F16'));
    for (let mutation = 0; mutation < 3000; mutation++)
      if (plainAgrees(mutatedFile(mutation, sound))) plain++;
    expect(plain).toBeGreaterThan(300);
  });
});
