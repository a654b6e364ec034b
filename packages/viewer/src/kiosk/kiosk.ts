import { loadGenerator } from '@roentgan/gan-runtime';
import { fitModel } from './config/fitModel.ts';
import type { KioskConfig } from './config/kioskConfig.ts';
import { KioskConfigError, readKioskConfig } from './config/readKioskConfig.ts';
import { errorLine } from './errorLine.ts';
import { failAndReload } from './failure.ts';
import { createMonitor, type Monitor } from './health/monitor.ts';
import { missingHere } from './missing.ts';
import { refuseEscape } from './noEscape.ts';
import { runKiosk } from './runKiosk.ts';
import { applyConfig, showMissing, showProgress, showTitle } from './screen.ts';

/** Until kiosk.json is read. */
const unsettled: KioskConfig = readKioskConfig('{}');

let config = unsettled;
let failed = false;

refuseEscape();
const missing = missingHere({ isSecureContext, protocol: location.protocol });
showMissing(missing);
const monitor: Monitor = createMonitor(missing);
addEventListener('error', ({ error, message }) => monitor.note(errorLine(error ?? message)));
// Nothing waits for what was rejected here, so nothing is known to go on.
addEventListener('unhandledrejection', ({ reason }) => fail(reason));
start().catch(fail);

async function start(): Promise<void> {
  applyConfig(unsettled);
  config = await loadConfig();
  applyConfig(config);
  monitor.start(config);
  const generator = await loadGenerator(new URL('./model.safetensors', document.baseURI), {
    backend: config.backend,
    onProgress: ({ loaded, total }) => showProgress(loaded, total),
  });
  const changeable = fitModel(config, generator.model);
  const modelName = generator.model.name ?? 'image';
  showTitle(config.title || modelName);
  runKiosk({ config, changeable, generator, modelName, monitor, fail });
}

async function loadConfig(): Promise<KioskConfig> {
  let response: Response;
  try {
    response = await fetch('./kiosk.json', { cache: 'no-cache' });
  } catch (error) {
    throw new Error(`kiosk.json: cannot be fetched (${errorLine(error)}), expected it beside the page`);
  }
  if (!response.ok)
    throw new KioskConfigError(
      `kiosk.json: the server answered ${response.status}, expected the file beside the page`,
    );
  return readKioskConfig(await response.text());
}

/** The first failure is the one that counts. */
function fail(error: unknown): void {
  if (failed) return;
  failed = true;
  monitor.fail(errorLine(error));
  failAndReload(error, config.strings);
}
