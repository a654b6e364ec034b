import { constants, deflateSync } from 'node:zlib';
import { type Finisher, type FinishSettings, imageFinisher } from '../export/finishImage.ts';

/**
 * Marks, encodes and signs images on this thread, with the bytes that worker threads give. Behind PNG's filters zlib looks for runs
 * only: in images with noise that is a third of the time and gives smaller files than its search for repeated strings, which
 * there are none of (docs/datasets.md).
 */
export function nodeFinisher(settings: FinishSettings): Promise<Finisher> {
  return imageFinisher(settings, (bytes) => deflateSync(bytes, { level: 6, strategy: constants.Z_RLE }));
}
