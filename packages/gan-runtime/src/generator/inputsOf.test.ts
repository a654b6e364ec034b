import { expect, it } from 'vitest';
import { provideEverything } from '../../test/allOperations.ts';
import { dcganModel } from '../../test/dcganModel.ts';
import { writeModel } from '../modelFile/writeModel.ts';
import { loadGenerator } from './loadGenerator.ts';

provideEverything();

it('run() of the tensors of a seed is generate() of it', async () => {
  const generator = await loadGenerator(writeModel(dcganModel()), { backend: 'cpu', threads: 1 });
  const image = await generator.generate({ seed: 12 });
  const [output] = Object.values(await generator.run(generator.inputsOf({ seed: 12 })));
  expect(output!.shape[0]).toBe(1);
  expect([...output!.data].toSorted()).toEqual([...image.values].toSorted());
  expect(generator.inputsOf()).toEqual(generator.inputsOf({ seed: 0 }));
  expect(() => generator.inputsOf({ edits: { none: 1 } })).toThrow('edit "none" is unknown');
  generator.dispose();
});
