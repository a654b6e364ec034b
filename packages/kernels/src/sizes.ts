import finish from './epilogue/finish.wgsl?raw';
import type { Program } from './kernel.ts';

const known = new WeakMap<Program, readonly string[]>();

/**
 * What a program reads of its uniform `sizes`: every name that stands behind `sizes.` in its WGSL, in the order in which
 * `shaderSource` declares them. All other constants are overrides.
 */
export function sizeNames(program: Program): readonly string[] {
  let names = known.get(program);
  if (!names) {
    const text = `${program.epilogue ? finish : ''}${program.prelude ?? ''}${program.code}`;
    names = [...new Set([...text.matchAll(/\bsizes\.(\w+)/g)].map(([, name]) => name!))];
    known.set(program, names);
  }
  return names;
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

/** The `@binding` of `sizes`, behind those of kernel and epilogue. */
export const sizesBinding = 8;

/** How WGSL declares them. */
export function sizesDeclaration(program: Program): string {
  const names = sizeNames(program);
  if (names.length === 0) return '';
  return `struct Sizes { ${names.join(': u32, ')}: u32 }\n@group(0) @binding(${sizesBinding}) var<uniform> sizes: Sizes;`;
}
