import type { Generator } from '@roentgan/gan-runtime';
import { pageIsThere } from './failure.ts';
import { calmSeconds, forgetReloads } from './reloading.ts';

/** How often there is a look, in milliseconds. */
const lookEvery = 5_000;
/** A model that was moved to the CPU, because its GPU was lost too often, tries the GPU again after so many seconds. */
const tryGpuAgain = 1_800;

export interface Maintenance {
  /** The page is loaded anew as soon as nobody is there. */
  reloadSoon(): void;
}

/** What a page that runs for months does beside its pictures: takes new versions, goes back to the GPU, forgets old trouble. */
export function maintain(generator: Pick<Generator, 'backend'>, mayReload: () => boolean): Maintenance {
  const first = generator.backend;
  const started = performance.now();
  let movedAt: number | undefined;
  let wanted = false;
  setInterval(async () => {
    const now = performance.now();
    if (now - started > calmSeconds * 1000) forgetReloads(sessionStorage);
    if (first === 'webgpu' && generator.backend !== first) movedAt ??= now;
    if (movedAt !== undefined && now - movedAt > tryGpuAgain * 1000) wanted = true;
    if (wanted && mayReload() && (await pageIsThere()) && mayReload()) location.reload();
  }, lookEvery);
  return {
    reloadSoon() {
      wanted = true;
    },
  };
}
