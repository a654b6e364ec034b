import code from './activate.all.wgsl?raw';
import type { Activation } from './epilogue.ts';

/** The epilogue's `activate` with every activation, and the functions that these take. */
export const activateAll: string = code;

/** An activation that activate.wgsl lacks, with the WGSL that has it. */
export function otherActivation(activation: Omit<Activation, 'code'>): Activation {
  return { ...activation, code };
}
