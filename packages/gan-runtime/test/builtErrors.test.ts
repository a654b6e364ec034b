import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readModel } from '../src/modelFile/readModel.ts';
import { planModel } from '../src/plan/plan.ts';
import { changed, fileFrom, headerText, reluGraph } from './fileParts.ts';
import { mutatedFile } from './mutatedFile.ts';

// Errors of the package as it is published (`npm run build` before), of which the texts load later: see src/laterText.ts.

type Published = typeof import('../src/index.ts');
const folder = mkdtempSync(join(tmpdir(), 'roentgan-built-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A copy of the package that Node itself loads. */
function copyOf(name: string): string {
  const copy = join(folder, 'node_modules', name);
  cpSync(new URL('../dist', import.meta.url), copy, { recursive: true });
  writeFileSync(join(copy, 'package.json'), '{ "type": "module" }');
  return copy;
}

const built = copyOf('built');
const published: Published = await import(join(built, 'index.js'));

/** One in which texts of errors cannot be loaded, as where a page is offline. */
async function withoutTexts(): Promise<Published> {
  const copy = copyOf('offline');
  const index = join(copy, 'index.js');
  const statically = /import \{ inWords as (\w+) \} from "\.\/errorTexts\.js";/; // for `planModel`, which does not wait
  writeFileSync(index, readFileSync(index, 'utf8').replace(statically, 'const $1 = (text) => text;'));
  rmSync(join(copy, 'errorTexts.js'));
  return import(index);
}

async function refusal({ loadGenerator, ModelFileError }: Published, file: Uint8Array): Promise<Error> {
  const error = await loadGenerator(file, { backend: 'cpu' }).then(
    () => new Error('loaded'),
    (error: unknown) => error as Error,
  );
  expect(error).toBeInstanceOf(ModelFileError);
  return error;
}

/** What the source says of a file. */
function expectedText(file: Uint8Array): string | undefined {
  try {
    readModel(file);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** The plain graph with one value changed: `readPlainHeader` accepts what only the operations refuse. */
const graphs: readonly (readonly [path: string, entry: unknown])[] = [
  ['nodes.0.op', 'unheardOf'],
  ['nodes.0.op', { toString: 1 }],
  ['nodes.0.op', ['relu', {}]],
  ['nodes', { toString: 1 }],
  ['nodes.0.attributes', { groups: { toString: 1 } }],
  ['nodes.0.inputs', []],
  ['nodes.0.inputs', ['nowhere']],
  ['nodes.0.inputs', ['x']],
  ['nodes.0.weights', { weight: 'w' }],
  ['nodes.0.output', 'z'],
  ['nodes.0.attributes', { a: [true] }],
  ['inputs.0.shape', ['N', 2 ** 40, 2 ** 40]],
  ['outputs.0.shape', ['N', 5]],
  ['formatVersion', 2],
];

describe('the texts of errors are those of the source', () => {
  test.each(graphs)('%s is %j', async (path, entry) => {
    const file = fileFrom(headerText(changed(reluGraph, path, entry)));
    const error = await refusal(published, file);
    expect(error.message).toBe(expectedText(file));
    expect(error.stack).toContain(error.message);
    if (error.cause) expect((error.cause as Error).message).not.toMatch(/\p{Cc}/u);
  });

  test('attributes and shapes that an operation refuses', async () => {
    const node = { op: 'convTranspose2d', weights: { weight: 'w' }, name: 'g', inputs: ['z'], output: 'x' };
    const info = { dtype: 'F32', shape: [4, 2, 3, 3], data_offsets: [0, 288] };
    for (const attributes of [{ stride: [0, 1] }, { groups: 3 }, { padding: [9, 9, 9, 9] }, {}]) {
      const graph = changed(changed(reluGraph, 'nodes.0', { ...node, attributes }), 'inputs.0.shape', [
        'N',
        4,
        1,
        1,
      ]);
      const file = fileFrom(headerText(graph, { w: info }), 288);
      const error = await refusal(published, file);
      expect(error.message).toBe(expectedText(file));
    }
  });

  test('damaged files', async () => {
    const texts = new Set<string>();
    for (let mutation = 0; mutation < 400; mutation++) {
      const file = mutatedFile(mutation);
      const expected = expectedText(file);
      if (expected === undefined) continue;
      // A file that ends too soon is told by the reader that streams it.
      const { message } = await refusal(published, file);
      if (!/ends after|has \d+ bytes/.test(message)) expect(message).toBe(expected);
      expect(message).not.toMatch(/\p{Cc}/u);
      texts.add(message.replace(/\d+|"[^"]*"/g, '_'));
    }
    expect(texts.size).toBeGreaterThan(80);
  });

  test('functions that do not wait have theirs at once', async () => {
    const { parseHeader, ModelFileError } = await import(join(built, 'modelFile.js'));
    const graph = changed(reluGraph, 'nodes.0.inputs', ['nowhere']);
    const file = fileFrom(headerText(graph));
    expect(() => parseHeader(file, file.length)).toThrow(ModelFileError);
    expect(() => parseHeader(file, file.length)).toThrow(expectedText(file)!);
    const plan = (by: typeof planModel) => () => by(graph as never, new Map());
    expect(plan(published.planModel)).toThrow(/^relu "a": tensor "nowhere" is unknown, expected/);
    expect(plan(planModel)).toThrow(/^relu "a": tensor "nowhere" is unknown, expected/);
  });

  test('where texts cannot be loaded an error says the values that it is about', async () => {
    const offline = await withoutTexts();
    const file = fileFrom(headerText(changed(reluGraph, 'outputs.0.shape', ['N', 5])));
    const { message } = await refusal(offline, file);
    expect(message).toMatch(/^model: .*\bx 1,4 1,5\b/);
    expect(message).not.toMatch(/\p{Cc}/u);
  });
});
