import type { Backend } from '../backend.ts';
import type { Rebuilder, Replacement } from './recovery.ts';

/** Beyond this many losses within the window the model goes to the CPU. */
const lossesAllowed = 3;
const lossWindow = 5 * 60_000;
/** Milliseconds before the first, second and third rebuild. */
const backoff = [100, 400, 1600];

/**
 * What runs the model in place of a backend that was lost; nothing where rebuilding failed and is to be tried once more.
 * @param losses when devices were lost before; this loss is added
 * @param callIsToBlame the call in flight lost the one before as well
 */
export async function replacementFor(
  lost: Backend,
  rebuilder: Rebuilder | undefined,
  losses: number[],
  reason: string,
  callIsToBlame: boolean,
): Promise<Replacement | undefined> {
  if (!rebuilder) {
    throw new Error(
      `the WebGPU device was lost (${reason}); it is the caller's: load the model again with a new one`,
    );
  }
  lost.dispose();
  if (lost.kind !== 'webgpu') {
    if (callIsToBlame) throw new Error(`the CPU backend failed twice: ${reason}`);
    return rebuilder.cpu(`the CPU backend failed: ${reason}`);
  }
  const now = Date.now();
  losses.push(now);
  while (now - losses[0]! >= lossWindow) losses.shift();
  const count = losses.length;
  let failure = '';
  if (count <= lossesAllowed && !callIsToBlame) {
    await new Promise((resolve) => setTimeout(resolve, backoff[count - 1]));
    try {
      return await rebuilder.webgpu();
    } catch (error) {
      if (count < lossesAllowed) return undefined; // the next round counts as one more loss
      failure = `; rebuilding failed: ${(error as Error).message}`;
    }
  }
  return rebuilder.cpu(`the WebGPU device was lost ${count} times: ${reason}${failure}`);
}
