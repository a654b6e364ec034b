import { beginHeader } from './header.ts';
import { samplerChecks } from './lazyCode.ts';
import type { ModelHeader } from './modelHeader.ts';

export { checkEdits } from './checkEdits.ts';

/**
 * Any header, but for what `checkModel` checks; pages load this for those that `readPlainHeader` does not accept.
 * @throws ModelFileError that names what is wrong
 */
export async function readAnyHeader(
  prefix: Uint8Array,
  byteLength: number | undefined,
  fileName: string,
): Promise<ModelHeader> {
  const { needs, parse } = beginHeader(prefix, byteLength, fileName);
  if (needs.sampler) await samplerChecks.load(); // there already, but where a page loads this code a second time
  return parse();
}
