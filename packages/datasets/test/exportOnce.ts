import type { ExportJob, ExportResult } from '../src/export/exportDataset.ts';
import { exportDataset } from '../src/export/exportDataset.ts';
import type { ImageSource } from '../src/export/imageSource.ts';
import { loadFormat } from '../src/formats/formats.ts';
import { nodeFinisher } from '../src/node/nodeFinisher.ts';
import { nodeFolder } from '../src/node/nodeFolder.ts';
import type { DatasetSettings } from '../src/plan/datasetSettings.ts';

/** Images whose pixels follow from seed, labels and edits, in place of a model. */
export function testSource({ width, height, channels, bits }: DatasetSettings): ImageSource {
  const length = width * height * channels;
  return {
    adapter: 'plain loops',
    async make(images) {
      return images.map(({ index, name, seed, labels, edits }) => {
        const shift = Object.values({ ...labels, ...edits }).reduce((sum, value) => sum + value * 1000, 0);
        const value = (at: number) => (seed * 7919 + at * at * 31 + Math.round(shift)) % 2 ** bits;
        const values = { length };
        const pixels =
          bits === 8
            ? Uint8Array.from(values, (_, at) => value(at))
            : Uint16Array.from(values, (_, at) => value(at));
        return { index, name, seed, labels, edits, width, height, channels, bits, pixels };
      });
    },
  };
}

/** Exports into a folder of the file system, as the command does but on one thread. */
export async function exportOnce(
  path: string,
  settings: DatasetSettings,
  options: Partial<ExportJob> = {},
): Promise<ExportResult> {
  return exportDataset({
    settings,
    format: await loadFormat(settings.format),
    folder: nodeFolder(path),
    source: testSource(settings),
    finisher: await nodeFinisher({ settings }),
    modelCard: '# A model\n',
    ...options,
  });
}
