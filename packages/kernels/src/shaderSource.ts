import activate from './epilogue/activate.wgsl?raw';
import epilogue from './epilogue/epilogue.wgsl?raw';
import finish from './epilogue/finish.wgsl?raw';
import type { Binding, ElementType, Program } from './kernel.ts';
import indexing from './prelude/indexing.wgsl?raw';
import { sizeNames, sizesBinding, sizesDeclaration } from './sizes.ts';

/** The WGSL of a kernel with the activations that it says, those of activate.wgsl where it says none: see fullShaderSource.ts. */
export function shaderSource(kernel: Program, elementType: ElementType): string {
  return [
    elementType === 'f16' ? 'enable f16;' : '',
    ...(kernel.needs ? [`enable ${kernel.needs};`] : []),
    `alias Element = ${elementType};`,
    'alias Element4 = vec4<Element>;',
    sizesDeclaration(kernel),
    indexing,
    ...(kernel.epilogue ? [epilogue, kernel.activate ?? activate, kernel.finish ?? finish] : []),
    kernel.prelude ?? '',
    kernel.code,
  ].join('\n');
}

/** Bindings of a kernel with their numbers, the epilogue's and the sizes' included. */
export function numberedBindings(kernel: Program): readonly (Binding & { readonly binding: number })[] {
  const own = kernel.bindings.map((entry, binding) => ({ ...entry, binding }));
  if (kernel.epilogue) {
    own.push(
      { name: 'channelParameters', access: 'read', binding: 6 },
      { name: 'residual', access: 'read', binding: 7 },
    );
  }
  if (sizeNames(kernel).length > 0) own.push({ name: 'sizes', access: 'uniform', binding: sizesBinding });
  return own;
}

/** What WebGPU calls a binding's access. */
export const bufferTypes = { read: 'read-only-storage', read_write: 'storage', uniform: 'uniform' } as const;

/** A `GPUBindGroupLayoutEntry`, spelt out so that declarations need no WebGPU types. */
export interface BufferLayoutEntry {
  binding: number;
  visibility: number;
  buffer: { type: (typeof bufferTypes)[Binding['access']] };
}

/** The bind group layout that every variant of a kernel shares, whatever its constants. */
export function bindGroupLayoutEntries(kernel: Program): BufferLayoutEntry[] {
  return numberedBindings(kernel).map(({ binding, access }) => ({
    binding,
    visibility: 4, // GPUShaderStage.COMPUTE, spelt out because Node has no such global
    buffer: { type: bufferTypes[access] },
  }));
}
