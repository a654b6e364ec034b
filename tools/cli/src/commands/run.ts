import { parseArguments } from '../arguments.ts';
import { UsageError } from '../errors.ts';
import { readInputFile, readModelSource } from '../modelSource.ts';
import { readNpy, writeNpy } from '../npy.ts';
import { openGenerator } from '../openGenerator.ts';
import { readRunOptions, runOptions } from '../runOptions.ts';
import type { Tensor } from '../tensor.ts';
import { writeWhole } from '../writeWhole.ts';

/** `roentgan run`: raw tensors through a model, from `.npy` files to `.npy` files. */
export async function run(args: readonly string[]): Promise<number> {
  const parsed = parseArguments(
    args,
    {
      input: { type: 'string', multiple: true },
      output: { type: 'string', multiple: true },
      ...runOptions,
      json: { type: 'boolean' },
    },
    { names: ['MODEL'], required: 1 },
  );
  const running = readRunOptions(parsed);
  const inputFiles = parsed.pairs('input');
  const outputFiles = parsed.pairs('output');
  if (inputFiles.size === 0) throw new UsageError('--input NAME=FILE.npy is missing');
  if (outputFiles.size === 0) throw new UsageError('--output NAME=FILE.npy is missing');
  const inputs: Record<string, Tensor> = {};
  for (const [name, file] of inputFiles) inputs[name] = readNpy(await readInputFile(file), file);

  const source = await readModelSource(parsed.positionals[0]);
  await using generator = await openGenerator(source, running);
  requireKnown('--input', inputFiles.keys(), generator.model.inputs);
  requireKnown('--output', outputFiles.keys(), generator.model.outputs);
  const missing = generator.model.inputs.find((input) => !inputFiles.has(input.name));
  if (missing) throw new UsageError(`--input ${missing.name}=FILE.npy is missing`);

  const outputs = await generator.run(inputs as Record<string, { data: Float32Array; shape: number[] }>);
  for (const [name, file] of outputFiles) await writeWhole(file, writeNpy(outputs[name]!));
  if (parsed.flag('json')) {
    const shapes = [...outputFiles].map(([name, file]) => ({ name, file, shape: outputs[name]!.shape }));
    const result = { backend: generator.backend, adapter: generator.adapter, outputs: shapes };
    process.stdout.write(`${JSON.stringify(result)}\n`);
  }
  return 0;
}

function requireKnown(
  option: string,
  given: Iterable<string>,
  known: readonly { readonly name: string }[],
): void {
  const names = known.map(({ name }) => name);
  for (const name of given) {
    if (!names.includes(name))
      throw new UsageError(`${option} "${name}" is not in the model, expected ${names.join(', ')}`);
  }
}
