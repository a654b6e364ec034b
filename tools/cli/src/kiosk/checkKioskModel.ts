import { loadGenerator, type ModelInfo } from '@roentgan/gan-runtime';
import type { ModelSource } from '../modelSource.ts';

/**
 * Makes one image on the CPU, so that a display is never given a model that makes none.
 * @throws Error with the file's name
 */
export async function checkKioskModel({ path, bytes }: ModelSource): Promise<ModelInfo> {
  const file = new File([bytes as Uint8Array<ArrayBuffer>], path);
  await using generator = await loadGenerator(file, { backend: 'cpu' });
  try {
    await generator.generate(generator.model.sampler ? { steps: 1 } : {});
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}, expected a model that makes an image from a seed`);
  }
  return generator.model;
}
