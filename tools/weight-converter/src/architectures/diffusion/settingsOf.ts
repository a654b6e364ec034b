import { FamilySettings } from './familySettings.ts';

/** A JSON file that names a family and states settings of it, instead of layers. */
export interface StatedFamily {
  readonly family: string;
  /** New at each call, since what is read of it is counted. */
  settings(): FamilySettings;
}

const diffusersClasses: Readonly<Record<string, string>> = { UNet2DModel: 'diffusers-unet' };

/** Reads `{ "family": ..., ...settings }` or a config.json of diffusers; undefined for a file of layers. */
export function settingsOf(json: unknown): StatedFamily | undefined {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined;
  const record = json as Readonly<Record<string, unknown>>;
  const { family = diffusersClasses[`${record._class_name}`] } = record;
  if (typeof family !== 'string') return undefined;
  return { family, settings: () => new FamilySettings(record) };
}
