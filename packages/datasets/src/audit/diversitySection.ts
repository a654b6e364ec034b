import type { DiversitySection, Similarity } from './auditReport.ts';
import type { AuditEntry } from './auditSource.ts';
import type { CollectedSet } from './collectSet.ts';
import { mixedCounts } from './drawInMix.ts';
import type { JoinedSet } from './joinSets.ts';
import { msSsim, scaleCount } from './msSsim.ts';
import type { Pace } from './nearest.ts';
import { seededOrder } from './seededOrder.ts';

/** Are images as different from each other as real ones? MS-SSIM of random pairs, of one grade where grades are known: low is diverse. */
export async function inspectDiversity(
  dataset: CollectedSet,
  real: JoinedSet | undefined,
  { side, pairs: wanted, seed }: { readonly side: number; readonly pairs: number; readonly seed: number },
  pace: Pace,
): Promise<DiversitySection> {
  const entries = real?.entries ?? [];
  const withinGrades = [...dataset.entries, ...entries].every(({ grade }) => grade !== undefined);
  const groups = groupsOf([dataset.entries, ...(real ? [entries] : [])], withinGrades);
  const counts = mixedCounts(groups, wanted);
  const pairs = pairsOf(dataset.entries, counts, withinGrades, seed);
  const realPairs = real ? pairsOf(entries, counts, withinGrades, seed) : [];
  const total = pairs.length + realPairs.length;
  const found = await similarity(pairs, dataset.load, (done) => pace(done, total));
  return {
    scales: scaleCount(side),
    withinGrades,
    dataset: found,
    ...(real && { real: await similarity(realPairs, real.load, (done) => pace(pairs.length + done, total)) }),
  };
}

/** Weights of the groups that pairs come from: the dataset's mix of grades, where every set has two images of different subjects of that grade. */
function groupsOf(sets: readonly (readonly AuditEntry[])[], withinGrades: boolean): Map<number, number> {
  const weights = new Map<number, number>();
  for (const { grade = 0 } of sets[0]!)
    weights.set(withinGrades ? grade : 0, (weights.get(withinGrades ? grade : 0) ?? 0) + 1);
  for (const grade of [...weights.keys()]) {
    const canPair = sets.every((entries) => {
      const members = entries.filter((entry) => !withinGrades || entry.grade === grade);
      return new Set(members.map(({ subject }) => subject)).size >= 2;
    });
    if (!canPair) weights.delete(grade);
  }
  return weights;
}

/** Random pairs of different subjects, as many of each grade as `counts` says; none comes twice, so there may be fewer. */
export function pairsOf(
  entries: readonly AuditEntry[],
  counts: ReadonlyMap<number, number>,
  withinGrades: boolean,
  seed: number,
): (readonly [number, number])[] {
  const pairs: (readonly [number, number])[] = [];
  for (const [group, count] of counts) {
    const members = [...entries.keys()].filter((at) => !withinGrades || entries[at]!.grade === group);
    const chosen = new Set<string>();
    // Each order pairs neighbours; orders differ, so that every image has its turn.
    for (let round = 0; chosen.size < count && round < 4 * count; round++) {
      const order = seededOrder(members.length, seed + 1000 * group + round);
      for (let at = 0; at + 1 < order.length && chosen.size < count; at += 2) {
        const pair = [members[order[at]!]!, members[order[at + 1]!]!].sort((a, b) => a - b) as [
          number,
          number,
        ];
        const key = pair.join();
        if (chosen.has(key) || entries[pair[0]]!.subject === entries[pair[1]]!.subject) continue;
        chosen.add(key);
        pairs.push(pair);
      }
    }
  }
  return pairs;
}

async function similarity(
  pairs: readonly (readonly [number, number])[],
  load: CollectedSet['load'],
  pace: (done: number) => Promise<void>,
): Promise<Similarity> {
  const values: number[] = [];
  for (const [one, other] of pairs) {
    values.push(msSsim(await load(one), await load(other)));
    await pace(values.length);
  }
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return {
    pairs: values.length,
    mean,
    standardError: Math.sqrt(variance / values.length),
    highest: Math.max(...values),
  };
}
