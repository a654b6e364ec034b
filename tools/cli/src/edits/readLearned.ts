import { readFile } from 'node:fs/promises';
import type { LearnedDirection } from '@roentgan/edit-finder';

/**
 * The directions of a file that the trainer writes beside its ONNX file (`generator-edits.json`): `{ "edits": [{ "name", "vector" }] }`,
 * a vector being what one unit adds to the latent.
 * @throws Error that names the file, what was found and what was expected
 */
export async function readLearned(path: string): Promise<readonly LearnedDirection[]> {
  const expected = 'expected generator-edits.json as the trainer writes it';
  let found: unknown;
  try {
    found = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new Error(`--learned ${path}: cannot be read (${(error as Error).message}), ${expected}`);
  }
  const edits = (found as { edits?: unknown } | null)?.edits;
  if (!Array.isArray(edits) || edits.length === 0)
    throw new Error(`--learned ${path}: has no edits, ${expected}`);
  return edits.map((edit: { name?: unknown; vector?: unknown } | null, at) => {
    const { name, vector } = edit ?? {};
    const isVector = Array.isArray(vector) && vector.length > 0 && vector.every(Number.isFinite);
    if (typeof name !== 'string' || !isVector) {
      throw new Error(
        `--learned ${path}: edit ${at} has no name or no vector of finite numbers, ${expected}`,
      );
    }
    return { edit: name, vector: Float32Array.from(vector) };
  });
}
