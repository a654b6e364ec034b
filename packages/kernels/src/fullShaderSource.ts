import { activateAll } from './epilogue/otherActivation.ts';
import type { ElementType, Program } from './kernel.ts';
import { shaderSource as coreSource } from './shaderSource.ts';

/** The complete WGSL of a kernel: directives, element aliases, sizes, shared functions, epilogue with every activation, the kernel's prelude and its file. */
export function shaderSource(kernel: Program, elementType: ElementType): string {
  return coreSource({ activate: activateAll, ...kernel }, elementType);
}
