import code from './activate.all.wgsl?raw';
import type { Activation } from './epilogue.ts';

/** An activation that activate.wgsl lacks, with the WGSL that has it. */
export function otherActivation(activation: Omit<Activation, 'code'>): Activation {
  return { ...activation, code };
}
