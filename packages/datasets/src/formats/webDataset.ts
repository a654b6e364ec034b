import { temporaryName } from '../export/temporaryName.ts';
import { growingSha256 } from '../export/wholeFile.ts';
import type { DatasetSettings } from '../plan/datasetSettings.ts';
import { classLabel } from './classLabel.ts';
import type { DatasetFormat, FinishedImage } from './datasetFormat.ts';
import { GrowingFile } from './growingFile.ts';
import { pngEncoder } from './pngEncoder.ts';
import { tarEnd, tarEntry } from './tar.ts';

/**
 * Tar files as the webdataset library and the Hugging Face Hub read them: `NAME-000000.tar` holds the first chunk, and of each image
 * `000123.png`, `000123.json` and, where it has a class, `000123.cls`.
 */
export const webDataset: DatasetFormat = {
  name: 'webdataset',
  description: 'WebDataset: tar files in which the files of an image share a stem',
  bits: [8, 16],
  encoder: pngEncoder,
  cardName: 'README.md',
  chunk: 1000,
  splits: false,
  async open(folder, { settings }) {
    return {
      async openChunk(chunk) {
        const path = tarName(settings, chunk);
        const file = new GrowingFile(folder, temporaryName(path));
        const hash = growingSha256();
        const write = async (bytes: Uint8Array) => {
          hash.update(bytes);
          await file.write(bytes);
        };
        return {
          async add(image) {
            for (const [name, bytes] of sampleFiles(image, settings))
              await write(await tarEntry(name, bytes));
          },
          async close() {
            await write(tarEnd);
            await file.flush();
            await folder.rename(temporaryName(path), path);
            return [{ path, bytes: file.length, sha256: hash.digest() }];
          },
        };
      },
      finish: async () => [],
    };
  },
};

/** `knee-000007.tar`: six digits, as in the lists `knee-{000000..000079}.tar` that its readers take. */
export function tarName({ name }: Pick<DatasetSettings, 'name'>, chunk: number): string {
  return `${name}-${String(chunk).padStart(6, '0')}.tar`;
}

/** What the files of an image are called, but for their extensions. */
export function sampleStem(index: number): string {
  return String(index).padStart(6, '0');
}

/** The files of one image by name, in the order in which they stand in the tar. */
function sampleFiles(image: FinishedImage, settings: DatasetSettings): [string, Uint8Array<ArrayBuffer>][] {
  const { index, name, seed, labels, edits, bytes, sha256 } = image;
  const stem = sampleStem(index);
  const description = {
    index,
    name,
    seed,
    labels,
    edits,
    sha256,
    model_sha256: settings.model.sha256,
    synthetic: true,
  };
  const classIndex = classLabel(settings, labels);
  return [
    [`${stem}.${pngEncoder.extension}`, bytes],
    [`${stem}.json`, encodeText(`${JSON.stringify(description)}\n`)],
    ...(classIndex === undefined ? [] : [[`${stem}.cls`, encodeText(String(classIndex))] as const]),
  ] as [string, Uint8Array<ArrayBuffer>][];
}

function encodeText(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
