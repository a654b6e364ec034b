import type { LazyChoice } from '../tuning/lazyChoice.ts';
import type { TuningTable } from '../tuning/tuningTable.ts';
import type { AcquiredDevice } from './requestDevice.ts';

/**
 * What chooses among an operation's kernels. An adapter in software runs each operation's default, the quickest to compile as
 * well, and loads nothing for it: the rules shipped for its class say the same.
 * @throws TypeError for a table that is none
 */
export async function chooserFor(
  { adapter, device, isSoftware }: AcquiredDevice,
  tuning: TuningTable | undefined,
): Promise<LazyChoice | undefined> {
  if (isSoftware && tuning === undefined) return undefined;
  const { lazyChoice } = await import('../tuning/lazyChoice.ts');
  return lazyChoice(adapter, tuning, device.features);
}
