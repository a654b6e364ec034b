import type { DatasetFormat } from './datasetFormat.ts';

/** Formats by name; each is loaded when it is first asked for, so that a page has only what it uses. */
const loaders = {
  png: async () => (await import('./png.ts')).png,
  imagefolder: async () => (await import('./imageFolder.ts')).imageFolder,
  webdataset: async () => (await import('./webDataset.ts')).webDataset,
  stylegan: async () => (await import('./styleGanZip.ts')).styleGanZip,
  dicom: async () => (await import('./dicom.ts')).dicom,
} satisfies Record<string, () => Promise<DatasetFormat>>;

export type FormatName = keyof typeof loaders;

export const formatNames = Object.keys(loaders) as readonly FormatName[];

/**
 * A format by its name.
 * @throws RangeError for a name that there is none of
 */
export async function loadFormat(name: string): Promise<DatasetFormat> {
  if (!Object.hasOwn(loaders, name)) {
    throw new RangeError(`format is "${name}", expected one of ${formatNames.join(', ')}`);
  }
  return loaders[name as FormatName]();
}
