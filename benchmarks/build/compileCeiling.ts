import { join } from 'node:path';
import asc from 'assemblyscript/asc';
import type { Instructions } from '../src/results.ts';

const enabled: Readonly<Record<Instructions, readonly string[]>> = {
  simd: ['simd'],
  relaxed: ['simd', 'relaxed-simd'],
};

/** Compiles assembly/ as the kernels are compiled and returns the module's bytes; throws the compiler's messages. */
export async function compileCeiling(instructions: Instructions): Promise<Uint8Array<ArrayBuffer>> {
  const outputs = new Map<string, Uint8Array<ArrayBuffer>>();
  const messages: string[] = [];
  const { error } = await asc.main(
    [
      'index.ts',
      ...['--baseDir', join(import.meta.dirname, '../assembly')],
      ...['--outFile', 'ceiling.wasm'],
      ...enabled[instructions].flatMap((feature) => ['--enable', feature]),
      ...['--runtime', 'stub'],
      '-O3',
      '--noAssert',
      '--importMemory',
    ],
    {
      writeFile: (file, contents) => void outputs.set(file, contents as Uint8Array<ArrayBuffer>),
      stderr: { write: (text) => void messages.push(String(text)) },
    },
  );
  if (error) throw new Error(`ceiling for ${instructions}: ${error.message}\n${messages.join('')}`);
  return outputs.get('ceiling.wasm')!;
}
