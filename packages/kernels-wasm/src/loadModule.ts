/** Modules are built for plain and for relaxed SIMD, on memory of one thread's own or shared. */
const sources = {
  simd: () => import('../generated/simd.ts'),
  simdShared: () => import('../generated/simdShared.ts'),
  relaxed: () => import('../generated/relaxed.ts'),
  relaxedShared: () => import('../generated/relaxedShared.ts'),
} as const;

export type Instructions = 'simd' | 'relaxed';

// The smallest modules that hold one instruction: i8x16.popcnt, f32x4.relaxed_madd.
const head = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10];
const zero = [65, 0, 253, 15];
const probes: Readonly<Record<Instructions, readonly number[]>> = {
  simd: [...head, 10, 1, 8, 0, ...zero, 253, 98, 11],
  relaxed: [...head, 19, 1, 17, 0, ...zero, ...zero, ...zero, 253, 133, 2, 11],
};

/** The best instructions that this engine runs; nothing where it has no SIMD, or a page's policy forbids WebAssembly. */
export function supportedInstructions(): Instructions | undefined {
  try {
    new WebAssembly.Module(new Uint8Array(head.slice(0, 8)));
  } catch {
    return undefined;
  }
  const runs = (name: Instructions) => WebAssembly.validate(new Uint8Array(probes[name]));
  return runs('relaxed') ? 'relaxed' : runs('simd') ? 'simd' : undefined;
}

/** Loads and compiles the module that suits. */
export async function loadModule(instructions: Instructions, shared: boolean): Promise<WebAssembly.Module> {
  const { base64 } = await sources[`${instructions}${shared ? 'Shared' : ''}`]();
  return WebAssembly.compile(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)));
}
