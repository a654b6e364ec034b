import type { LayerTime } from '../results.ts';
import { median } from '../statistics.ts';
import type { Contender } from './contender.ts';

/** Over how many images layers are timed in a run of so many rounds. */
export function profiledImages(runs: number): number {
  return Math.min(30, runs);
}

type Profile = Awaited<ReturnType<NonNullable<Contender['layers']>>>;

/** Each layer's time over some images; without times where the device has no timestamps. */
export async function profileLayers(contender: Contender, images: number): Promise<LayerTime[]> {
  const profiles: Profile[] = [];
  for (let image = 0; image < images; image++) profiles.push((await contender.layers?.()) ?? []);
  return summariseLayers(profiles);
}

/**
 * Medians over all images, and the times in the fastest one: a layer's own least time would mean little, since threads that
 * start late move time from one layer to the next.
 */
export function summariseLayers(profiles: readonly Profile[]): LayerTime[] {
  const total = (layers: Profile): number =>
    layers.reduce((sum, { milliseconds = 0 }) => sum + milliseconds, 0);
  const fastest = profiles.reduce((best, layers) => (total(layers) < total(best) ? layers : best));
  return fastest.map(({ label, kernel, milliseconds }, layer) => {
    const times = profiles.map((layers) => layers[layer]!.milliseconds).filter((time) => time !== undefined);
    if (milliseconds === undefined || times.length === 0) return { label, kernel };
    return { label, kernel, milliseconds: median(times), fastest: milliseconds };
  });
}
