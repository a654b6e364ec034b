import type { LayerTime } from '../results.ts';
import { median } from '../statistics.ts';
import type { Contender } from './contender.ts';

const profiles = 5;

/** Each layer's median time over a few images; without times where the device has no timestamps. */
export async function profileLayers(contender: Contender): Promise<LayerTime[]> {
  const runs: Awaited<ReturnType<NonNullable<Contender['layers']>>>[] = [];
  for (let run = 0; run < profiles; run++) runs.push((await contender.layers?.()) ?? []);
  return runs[0]!.map(({ label, kernel }, layer) => {
    const times = runs.map((layers) => layers[layer]!.milliseconds);
    const known = times.filter((time) => time !== undefined);
    return { label, kernel, ...(known.length > 0 && { milliseconds: median(known) }) };
  });
}
