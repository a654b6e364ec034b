import type { Generator } from '@roentgan/gan-runtime';
import type { KioskConfig } from '../config/kioskConfig.ts';
import type { OfflineCache } from '../offline/offlineCache.ts';
import { readReloads } from '../reloading.ts';
import type { ScreenPhase } from '../screen.ts';
import type { Made } from '../show/maker.ts';
import type { Pace } from '../show/pace.ts';
import type { WakeLock } from '../wakeLock.ts';
import { type Health, imagesAreLate } from './health.ts';
import { startHeartbeat } from './heartbeat.ts';
import { heartbeatUrl } from './heartbeatUrl.ts';

/** What runs, once it does. */
export interface Running {
  readonly generator: Generator;
  readonly made: Made;
  readonly pace: Pace;
  readonly cache: OfflineCache;
  readonly wakeLock: WakeLock;
  phase(): ScreenPhase;
}

/** Gathers what is said of the kiosk's health, as `roentganKiosk.health` and in heartbeats. */
export interface Monitor {
  /** Begins to send heartbeats, as configured or as the address asks: kiosk.sh does. */
  start(config: KioskConfig): void;
  run(running: Running): void;
  /** Something went wrong, and the kiosk goes on. */
  note(message: string): void;
  fail(message: string): void;
}

/** Seconds between heartbeats that the configuration does not ask for. */
const usualSeconds = 60;

export function createMonitor(missing: readonly string[]): Monitor {
  let running: Running | undefined;
  let failure: string | undefined;
  let errors = 0;
  let lastError: string | undefined;
  let secondsPerImage = 0;
  let restart: () => void = () => {};
  const version =
    document.querySelector<HTMLMetaElement>('meta[name="kiosk-version"]')?.content ?? 'unversioned';

  function note(message: string): void {
    errors++;
    lastError = message;
  }

  function read(): Health {
    const now = performance.now();
    const heap = (performance as { memory?: { usedJSHeapSize: number } }).memory;
    // What the page waits for begins with the page.
    const waits = (now - (running?.made.lastAt ?? 0)) / 1000;
    // A person may look at one image for as long as they like.
    const late = !document.hidden && running?.phase() !== 'edit' && imagesAreLate(waits, secondsPerImage);
    const problem = failure ?? (late ? `no image for ${Math.round(waits)} s` : undefined);
    return {
      ok: problem === undefined,
      problem,
      time: new Date().toISOString(),
      version,
      phase: failure === undefined ? (running?.phase() ?? 'starting') : 'failed',
      visible: !document.hidden,
      uptimeSeconds: Math.round(now / 1000),
      images: running?.made.images ?? 0,
      lastImageSeconds: running && running.made.images > 0 ? Math.round(waits) : undefined,
      imageMilliseconds: Math.round((running?.pace.secondsPerImage ?? 0) * 1000),
      backend: running?.generator.backend,
      adapter: running?.generator.adapter,
      backendReason: running?.generator.backendReason,
      gpuBytes: running?.generator.counters.gpuBytes,
      heapBytes: heap?.usedJSHeapSize,
      cache: running?.cache.state ?? 'starting',
      wakeLock: running?.wakeLock.state ?? 'starting',
      reloads: readReloads(sessionStorage),
      errors,
      lastError,
      missing,
    };
  }

  const asked = new URLSearchParams(location.search).get('heartbeat');
  const policy = document.querySelector<HTMLMetaElement>(
    'meta[http-equiv="content-security-policy"]',
  )?.content;
  /** `seconds` and where to, if anywhere. */
  function beat(seconds: number, url: string | undefined): void {
    const to = url === undefined ? undefined : heartbeatUrl(url, document.baseURI, policy ?? '');
    restart();
    restart = startHeartbeat(read, seconds, to, note);
  }

  Object.defineProperty(globalThis, 'roentganKiosk', {
    value: {
      get health() {
        return read();
      },
    },
  });
  return {
    note,
    start(config) {
      secondsPerImage = config.secondsPerImage;
      beat(config.heartbeat?.seconds ?? usualSeconds, config.heartbeat?.url ?? asked ?? undefined);
    },
    run(what) {
      running = what;
    },
    fail(message) {
      failure = message;
      note(message);
      // Told at once, and also where no settings could be read.
      try {
        beat(usualSeconds, asked ?? undefined);
      } catch (error) {
        note((error as Error).message);
      }
    },
  };
}
