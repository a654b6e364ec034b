import { ModelFileError } from '@roentgan/gan-runtime/model-file';
import type { InputShapes } from '../graph/inputShapes.ts';
import type { Architecture } from './architecture.ts';

/** Refuses sizes that the caller gave for no input, or that an architecture did not take. */
export function checkGivenShapes({ inputs }: Architecture, given: InputShapes, fileName: string): void {
  for (const [name, sizes] of Object.entries(given)) {
    const input = inputs.find((candidate) => candidate.name === name);
    if (!input) {
      const known = inputs.map((candidate) => `"${candidate.name}"`).join(', ');
      throw new ModelFileError(`${fileName}: a shape is given for "${name}", expected one of ${known}`);
    }
    if (`${input.shape.slice(1)}` !== `${sizes.slice(1)}`)
      throw new ModelFileError(
        `${fileName}: input "${name}" is given as [${sizes}], its weights say [${input.shape}]`,
      );
  }
}
