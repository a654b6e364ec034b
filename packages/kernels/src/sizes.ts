import type { Program } from './kernel.ts';

/** The `@binding` of the uniform `sizes`, behind those of kernel and epilogue. */
export const sizesBinding = 8;

/** What a program reads from its uniform `sizes`, in the order of the struct; the epilogue's size comes first. */
export function sizeNames({ epilogue, sizes = [] }: Program): readonly string[] {
  return epilogue ? ['CHANNELS', ...sizes] : sizes;
}

/** Those of a kernel's constants that its pipeline is made with. */
export function overridesOf(
  program: Program,
  constants: Readonly<Record<string, number>>,
): Record<string, number> {
  const names = sizeNames(program);
  return Object.fromEntries(Object.entries(constants).filter(([name]) => !names.includes(name)));
}

/** Those of a kernel's constants that are bound: the contents of `sizes`. */
export function sizeValues(
  program: Program,
  constants: Readonly<Record<string, number>>,
): Uint32Array<ArrayBuffer> {
  return Uint32Array.from(sizeNames(program), (name) => constants[name]!);
}

/** How WGSL declares them. */
export function sizesDeclaration(program: Program): string {
  const fields = sizeNames(program).map((name) => `${name}: u32`);
  if (fields.length === 0) return '';
  return `struct Sizes { ${fields.join(', ')} }\n@group(0) @binding(${sizesBinding}) var<uniform> sizes: Sizes;`;
}
