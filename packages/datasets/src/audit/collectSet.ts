import { cropToProportions, type GreyImage, resizeImage } from '@roentgan/measurer';
import type { AuditEntry, AuditSource } from './auditSource.ts';
import { GradeMeans } from './gradeMeans.ts';
import { greyHistogram } from './histogram.ts';
import type { Answers, PictureNetwork } from './pictureNetwork.ts';
import { ringPower } from './powerSpectrum.ts';
import type { Rows } from './rows.ts';
import { seededOrder } from './seededOrder.ts';
import { emptyPictures, type SmallPictures, storeSmall } from './smallPictures.ts';

/** What an audit keeps of a set of images: some kilobytes an image, whatever its size. */
export interface CollectedSet {
  /** Those that could be read, in order. */
  readonly entries: readonly AuditEntry[];
  readonly small: SmallPictures;
  readonly features: Rows;
  /** The classifier's grade of each. */
  readonly found: readonly number[];
  /** Of the 8-bit pixels: images with one digest are the same. */
  readonly digests: readonly string[];
  readonly histograms: GradeMeans;
  /** Of at most SPECTRA images. */
  readonly spectra: GradeMeans;
  /** How many images had each size, such as `224x224`. */
  readonly sizes: ReadonlyMap<string, number>;
  readonly unreadable: readonly { readonly name: string; readonly reason: string }[];
  /** Reads an image again, at the audit's size. */
  load(index: number): Promise<GreyImage>;
}

export interface CollectOptions {
  /** Pixels a side that images are brought to: their middle square, scaled. */
  readonly side: number;
  /** The network of the features, which may give grades, too. */
  readonly network: PictureNetwork;
  /** Another that gives them. */
  readonly classifier?: PictureNetwork;
  readonly seed?: number;
  readonly signal?: AbortSignal;
  onProgress?(done: number, total: number): void;
  /** Told of each image that is left out. */
  onUnreadable?(name: string, reason: string): void;
}

/** Spectra change little from image to image, and are the slowest to compute. */
const SPECTRA = 2000;
const BATCH = 8;

/** Reads every image of a set once, a few at a time, and keeps what an audit needs of it. What cannot be read is noted and left out. */
export async function collectSet(source: AuditSource, options: CollectOptions): Promise<CollectedSet> {
  const { side, network, classifier, signal } = options;
  const total = source.entries.length;
  const chosen = new Set(seededOrder(total, options.seed ?? 0).subarray(0, SPECTRA));
  const power = ringPower(side);
  const small = emptyPictures(total);
  const [histograms, spectra] = [new GradeMeans(), new GradeMeans()];
  const [readable, found, digests]: [number[], number[], string[]] = [[], [], []];
  const unreadable: { name: string; reason: string }[] = [];
  const sizes = new Map<string, number>();
  let features: { length: number; values: Float32Array } | undefined;

  const keep = async (index: number, picture: GreyImage, answers: Answers, at: number) => {
    const place = readable.length;
    const vector = answers.features![at]!;
    features ??= { length: vector.length, values: new Float32Array(total * vector.length) };
    features.values.set(vector, place * vector.length);
    storeSmall(small, place, picture);
    const { grade } = source.entries[index]!;
    histograms.add(grade, greyHistogram(picture));
    if (chosen.has(index)) spectra.add(grade, power.of(picture));
    digests.push(await digestOf(picture));
    readable.push(index);
  };

  for (let start = 0; start < total; start += BATCH) {
    signal?.throwIfAborted();
    const batch: { index: number; picture: GreyImage }[] = [];
    for (let index = start; index < Math.min(total, start + BATCH); index++) {
      try {
        const image = await source.load(index);
        const size = `${image.width}x${image.height}`;
        const picture = toSide(image, side);
        sizes.set(size, (sizes.get(size) ?? 0) + 1);
        batch.push({ index, picture });
      } catch (error) {
        const { name } = source.entries[index]!;
        const reason = (error as Error).message.split('\n', 1)[0]!;
        unreadable.push({ name, reason });
        options.onUnreadable?.(name, reason);
      }
    }
    if (batch.length > 0) {
      const pictures = batch.map(({ picture }) => picture);
      const answers = await network.answer(pictures, signal);
      const { grades } = classifier ? await classifier.answer(pictures, signal) : answers;
      found.push(...(grades ?? []));
      for (const [at, { index, picture }] of batch.entries()) await keep(index, picture, answers, at);
    }
    options.onProgress?.(Math.min(total, start + BATCH), total);
  }
  const count = readable.length;
  const length = features?.length ?? 0;
  return {
    entries: readable.map((index) => source.entries[index]!),
    small: { count, values: small.values.subarray(0, count * (small.values.length / Math.max(1, total))) },
    features: { count, length, values: (features?.values ?? new Float32Array()).subarray(0, count * length) },
    found,
    digests,
    histograms,
    spectra,
    sizes,
    unreadable,
    load: async (index) => toSide(await source.load(readable[index]!), side),
  };
}

/** The middle square of an image, at the audit's size. */
export function toSide(image: GreyImage, side: number): GreyImage {
  return resizeImage(cropToProportions(image, 1, 1), side, side);
}

async function digestOf({ values }: GreyImage): Promise<string> {
  const levels = new Uint8Array(values.length);
  for (let at = 0; at < levels.length; at++)
    levels[at] = Math.round(Math.min(1, Math.max(0, values[at]!)) * 255);
  const digest = await crypto.subtle.digest('SHA-256', levels);
  return Array.from(new Uint8Array(digest, 0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
