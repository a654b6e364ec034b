import epilogue from './epilogue/epilogue.wgsl?raw';
import type { Binding, ElementType, Program } from './kernel.ts';
import indexing from './prelude/indexing.wgsl?raw';

/** The complete WGSL of a kernel: directives, element aliases, shared functions, epilogue, the kernel's prelude and its file. */
export function shaderSource(kernel: Program, elementType: ElementType): string {
  return [
    elementType === 'f16' ? 'enable f16;' : '',
    `alias Element = ${elementType};`,
    'alias Element4 = vec4<Element>;',
    indexing,
    kernel.epilogue ? epilogue : '',
    kernel.prelude ?? '',
    kernel.code,
  ].join('\n');
}

/** Bindings of a kernel with their numbers, the epilogue's included. */
export function numberedBindings(kernel: Program): readonly (Binding & { readonly binding: number })[] {
  const own = kernel.bindings.map((entry, binding) => ({ ...entry, binding }));
  if (!kernel.epilogue) return own;
  return [
    ...own,
    { name: 'channelParameters', access: 'read', binding: 6 },
    { name: 'residual', access: 'read', binding: 7 },
  ];
}

/** A `GPUBindGroupLayoutEntry`, spelt out so that declarations need no WebGPU types. */
export interface StorageLayoutEntry {
  binding: number;
  visibility: number;
  buffer: { type: 'read-only-storage' | 'storage' };
}

/** The bind group layout that every variant of a kernel shares, whatever its constants. */
export function bindGroupLayoutEntries(kernel: Program): StorageLayoutEntry[] {
  return numberedBindings(kernel).map(({ binding, access }) => ({
    binding,
    visibility: 4, // GPUShaderStage.COMPUTE, spelt out because Node has no such global
    buffer: { type: access === 'read' ? 'read-only-storage' : 'storage' },
  }));
}
