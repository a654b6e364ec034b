import type { Generator } from '@roentgan/gan-runtime';
import type { ClassifierInput } from '@roentgan/measurer';
import { errorLine } from '../export/errorLine.ts';
import { downloadZip } from '../export/exportTarget.ts';
import { signedPng } from '../signedPng.ts';
import type { ImageReader } from './imageReader.ts';
import { translate } from './translation.ts';

export interface BatchOrder {
  readonly files: readonly File[];
  readonly generator: Generator;
  readonly reader: ImageReader;
  readonly input: ClassifierInput;
  readonly name: string;
  readonly stop: AbortSignal;
  onProgress(done: number, total: number): void;
}

export interface BatchResult {
  readonly translated: number;
  /** One line for each file that is no image that can be read. */
  readonly skipped: readonly string[];
}

/**
 * Translates files one after another into a zip of PNGs, in folders as they were; what was skipped, and why, lies in the zip too.
 * @throws Error where none is an image, `stop.reason` where it is stopped; nothing is downloaded or left behind then
 */
export async function translateFiles(order: BatchOrder): Promise<BatchResult> {
  const { files, generator, reader, input, name, stop } = order;
  const target = await downloadZip(name);
  const skipped: string[] = [];
  const taken = new Set<string>();
  try {
    for (const [at, file] of files.entries()) {
      stop.throwIfAborted();
      const prepared = await reader.read(file).catch((error) => {
        skipped.push(errorLine(error));
      });
      if (prepared) {
        const png = await signedPng(await translate(generator, input, prepared, stop));
        await target.folder.write(pathOf(file, taken), new Uint8Array(await png.arrayBuffer()));
      }
      order.onProgress(at + 1, files.length);
    }
    stop.throwIfAborted();
    if (taken.size === 0)
      throw new Error(`none of ${files.length} files is an image: ${skipped[0] ?? 'the folder is empty'}`);
    if (skipped.length > 0) await target.folder.write('skipped.txt', `${skipped.join('\n')}\n`);
    await target.deliver();
  } catch (error) {
    await target.abandon();
    throw error;
  }
  return { translated: taken.size, skipped };
}

/** As in "left/knee-3.png"; files that differ in their endings only are numbered. */
function pathOf({ name, webkitRelativePath }: File, taken: Set<string>): string {
  // The chosen folder's own name is that of nothing in the zip.
  const path = webkitRelativePath.split('/').slice(1).join('/') || name;
  const stem = path.replace(/\.[^./]*$/, '') || path;
  let free = `${stem}.png`;
  for (let number = 2; taken.has(free); number++) free = `${stem}-${number}.png`;
  taken.add(free);
  return free;
}
