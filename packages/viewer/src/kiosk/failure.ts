import type { KioskConfig } from './config/kioskConfig.ts';
import { KioskConfigError } from './config/readKioskConfig.ts';
import { errorLine } from './errorLine.ts';
import { countReload, readReloads, reloadWait } from './reloading.ts';
import { showNextTry, showProblem } from './screen.ts';

/** A wrong kiosk.json is looked at again after so many seconds: someone is at work on it. */
const configWait = 15;

/** Says what is wrong, and loads the page again after a while: the last resort, once the runtime could not help itself. */
export function failAndReload(error: unknown, strings: Pick<KioskConfig['strings'], 'again'>): void {
  const message = errorLine(error);
  console.error(`roentgan-kiosk: ${message}`);
  showProblem(message);
  let left = error instanceof KioskConfigError ? configWait : reloadWait(readReloads(sessionStorage));
  showNextTry(left, strings);
  async function tick(): Promise<void> {
    left = Math.max(0, left - 1);
    showNextTry(left, strings);
    // Without a server and without kept files a reload would leave nothing that could try again.
    if (left === 0 && (await pageIsThere())) {
      countReload(sessionStorage);
      location.reload();
    } else setTimeout(tick, 1000);
  }
  setTimeout(tick, 1000);
}

/** Whether the server or the service worker would answer. */
export async function pageIsThere(): Promise<boolean> {
  try {
    const { ok } = await fetch('./index.html', { cache: 'no-store', signal: AbortSignal.timeout(5000) });
    return ok;
  } catch {
    return false;
  }
}
