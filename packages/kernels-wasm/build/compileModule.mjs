import asc from 'assemblyscript/asc';

/** The module is built for each instruction set and kind of memory; a browser loads the one that it can run. */
export const variants = ['simd', 'relaxed'].flatMap((instructions) => [
  { name: instructions, flags: flagsOf(instructions) },
  {
    name: `${instructions}Shared`,
    flags: [...flagsOf(instructions), '--enable', 'threads', '--sharedMemory', '--maximumMemory', '65536'],
  },
]);

function flagsOf(instructions) {
  return ['--enable', 'simd', ...(instructions === 'relaxed' ? ['--enable', 'relaxed-simd'] : [])];
}

/** Compiles assembly/ and returns the module's bytes; throws the compiler's messages. */
export async function compileModule(folder, { name, flags }) {
  const outputs = new Map();
  const errors = [];
  const { error } = await asc.main(
    [
      'index.ts',
      '--baseDir',
      folder,
      '--outFile',
      'module.wasm',
      ...flags,
      '-O3',
      '--noAssert',
      '--runtime',
      'stub',
      '--importMemory',
      '--disableWarning',
    ],
    {
      writeFile: (file, contents) => void outputs.set(file, contents),
      stderr: { write: (text) => void errors.push(text) },
    },
  );
  if (error) throw new Error(`${name}: ${error.message}\n${errors.join('')}`);
  return outputs.get('module.wasm');
}
