import type { ModelInfo } from '@roentgan/gan-runtime';
import { fitModel, type KioskConfig, readKioskConfig } from '@roentgan/viewer/kiosk-config';
import { readInputFile } from '../modelSource.ts';

/** The kiosk.json of a folder. */
export interface KioskSettings {
  readonly text: string;
  readonly config: KioskConfig;
  /** The caller's file, the folder's own, or the defaults. */
  readonly from: 'given' | 'kept' | 'new';
}

/**
 * The settings for a model: those of the file `given`, else those that the folder has, else the defaults, written out so that they can be seen.
 * @param kept a kiosk.json that is there already
 * @throws Error for settings that cannot be used with this model
 */
export async function kioskSettings(
  given: string | undefined,
  kept: { readonly path: string; readonly text: string } | undefined,
  model: ModelInfo,
): Promise<KioskSettings> {
  if (given !== undefined) return check(given, (await readInputFile(given)).toString('utf8'), model, 'given');
  if (kept) return check(kept.path, kept.text, model, 'kept');
  const config = readKioskConfig('{}');
  const { edits, labels } = fitModel(config, model);
  const names = (named: readonly { readonly name: string }[]) => named.map(({ name }) => name);
  const whole = { ...config, title: model.name ?? '', edits: names(edits), labels: names(labels) };
  return { text: `${JSON.stringify(whole, undefined, 2)}\n`, config: whole, from: 'new' };
}

function check(path: string, text: string, model: ModelInfo, from: KioskSettings['from']): KioskSettings {
  const config = readKioskConfig(text, path);
  fitModel(config, model, path);
  return { text, config, from };
}
