import { median } from '../study/statistics/quantiles.ts';
import { bestCorrelation, comparable, distanceOf, middleWindow } from './alignedDistance.ts';
import { disguise } from './disguise.ts';
import type { JoinedSet } from './joinSets.ts';
import type { PictureNetwork } from './pictureNetwork.ts';
import type { Rows } from './rows.ts';
import { seededOrder } from './seededOrder.ts';
import { detailsOf, emptyPictures, type SmallPictures, storeSmall, takePictures } from './smallPictures.ts';

/** Disguised copies of images of a set. */
export interface Copies {
  readonly count: number;
  /** Which images they are of. */
  readonly originals: readonly number[];
  readonly small: SmallPictures;
  readonly features: Rows;
  /** Median distance of a copy to its original: what lies nearer is as near as a disguised copy. */
  readonly medians: { readonly pixels: number; readonly detail: number };
}

/** Makes disguised copies of images chosen by the seed, by which an audit shows that it finds copies. */
export async function makeCopies(
  set: JoinedSet,
  network: PictureNetwork,
  count: number,
  seed: number,
): Promise<Copies> {
  const originals = [...seededOrder(set.entries.length, seed).subarray(0, count)];
  const small = emptyPictures(originals.length);
  const vectors: Float32Array[] = [];
  for (const [at, index] of originals.entries()) {
    const copy = disguise(await set.load(index), seed + at);
    storeSmall(small, at, copy);
    vectors.push(...(await network.answer([copy])).features!);
  }
  const own = takePictures(set.small, originals);
  const length = set.features.length;
  const values = new Float32Array(vectors.length * length);
  for (const [at, vector] of vectors.entries()) values.set(vector, at * length);
  return {
    count: originals.length,
    originals,
    small,
    features: { count: vectors.length, length, values },
    medians: {
      pixels: median(pairDistances(small, own)),
      detail: median(pairDistances(detailsOf(small), detailsOf(own))),
    },
  };
}

/** Distance of each picture to that of the same index. */
function pairDistances(copies: SmallPictures, originals: SmallPictures): number[] {
  const [asked, known] = [comparable(copies), comparable(originals)];
  return Array.from({ length: copies.count }, (_, at) =>
    distanceOf(bestCorrelation(middleWindow(asked.fine, at), known.fine, at)),
  );
}
