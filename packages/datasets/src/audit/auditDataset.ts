import { inspectAppearance, joinMeans } from './appearanceSection.ts';
import type { AuditReport, AuditSettings, ClosePair, SetFacts } from './auditReport.ts';
import { type AuditSource, halves, takeSource } from './auditSource.ts';
import type { IndexPair } from './closestPairs.ts';
import { type CollectedSet, type CollectOptions, collectSet } from './collectSet.ts';
import { commonThresholds, compared } from './comparedSet.ts';
import { makeCopies } from './copies.ts';
import { featureDistances, type Parts } from './distanceSection.ts';
import { inspectDiversity } from './diversitySection.ts';
import { inspectGrades } from './gradesSection.ts';
import { inspectInside, inspectTwins } from './insideSection.ts';
import { type JoinedSet, joinSets } from './joinSets.ts';
import { inspectLeakage } from './leakageSection.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { type OnStage, pacer } from './pacer.ts';
import type { PictureNetwork } from './pictureNetwork.ts';
import type { ReferenceStatistics } from './reference.ts';
import { takeRows } from './rows.ts';
import { seededOrder } from './seededOrder.ts';
import { scaleOf } from './standardise.ts';
import { judge } from './verdicts.ts';

export interface AuditOptions {
  readonly dataset: AuditSource;
  /** Real images, for one those that the generator was trained on. */
  readonly real?: AuditSource;
  /** Real images of others, that it was not trained on. */
  readonly heldOut?: AuditSource;
  /** Aggregate statistics of real images, in place of the real images' own. */
  readonly statistics?: ReferenceStatistics;
  readonly network: PictureNetwork;
  /** What gives grades, where `network` does not. */
  readonly classifier?: PictureNetwork;
  /** Pixels a side that images are brought to; see `sideOfImages`. */
  readonly side: number;
  readonly seed: number;
  readonly limits?: Partial<Limits>;
  /** Disguised copies of each set that the audit is tried on; 100 where absent. */
  readonly copies?: number;
  /** Pairs of each set whose MS-SSIM is taken; 400 where absent. */
  readonly pairs?: number;
  /** Whether real images may be named. */
  readonly showReal?: boolean;
  readonly software: string;
  readonly extractor: Omit<AuditSettings['extractor'], 'features' | 'all'>;
  readonly classes: AuditSettings['classifier'];
  readonly signal?: AbortSignal;
  onStage?: OnStage;
  onUnreadable?(name: string, reason: string): void;
}

/** A finished audit, with what pictures for its report are made of. */
export interface Audit {
  readonly report: AuditReport;
  readonly insidePairs: readonly IndexPair[];
  readonly leakagePairs: readonly IndexPair[];
  loadOwn(index: number): Promise<Awaited<ReturnType<CollectedSet['load']>>>;
  loadReal(index: number): Promise<Awaited<ReturnType<CollectedSet['load']>>>;
}

/**
 * Audits a dataset: repeats inside it, leakage of real images, distances, diversity, appearance and grades. Each image is read once, those
 * that pairs are drawn of again; some kilobytes an image are kept.
 * @throws Error for a set of which nothing can be read, DOMException where the signal ends it
 */
export async function auditDataset(options: AuditOptions): Promise<Audit> {
  const { seed, side, network, statistics, signal, onStage, copies: copyCount = 100, pairs = 400 } = options;
  const paced = (stage: string) => pacer(stage, onStage, signal);
  const dataset = await collect(options, options.dataset, 'reading the dataset');
  const sets = await collectReal(options);
  const real = sets && joinSets(sets.heldOut ? [sets.parts[0]] : sets.parts);
  const allReal = sets && (sets.heldOut ? joinSets(sets.parts) : real!);

  const scale = scaleOf((real ?? dataset).features);
  const thresholds = commonThresholds([dataset, ...(real ? [real] : [])]);
  const own = compared(dataset, thresholds, scale);
  const copies = await makeCopies(dataset, network, copyCount, seed);
  const inside = await inspectInside(dataset, own, copies, paced('comparing images with each other'));
  const known = real && compared(real, thresholds, scale);
  const twins = known && (await inspectTwins(dataset, own, { entries: real.entries, compared: known }, seed));
  const realCopies = real && (await makeCopies(real, network, copyCount, seed));
  const leakage =
    known &&
    (await inspectLeakage(
      own,
      {
        entries: real.entries,
        compared: known,
        ...(sets.heldOut && { heldOut: compared(sets.parts[1], thresholds, scale) }),
        copies: realCopies!,
        comparedCopies: compared(realCopies!, thresholds, scale),
      },
      seed,
      paced('comparing images with real ones'),
    ));
  onStage?.('distances of features', 0, 1);
  const distance = sets && featureDistances(dataset, partsOf(sets, real!, seed), scale, seed);
  const diversity = await inspectDiversity(dataset, allReal, { side, pairs, seed }, paced('pairs of images'));
  const appearance = inspectAppearance(
    dataset,
    sets && { all: joinMeans(...sets.parts), parts: sets.parts },
    statistics,
  );
  const grades = inspectGrades(dataset, allReal, options.classes.classes);

  const findings: Omit<AuditReport, 'verdicts'> = {
    formatVersion: 1,
    software: options.software,
    settings: {
      seed,
      side,
      extractor: { ...options.extractor, features: scale.kept.length, all: scale.mean.length },
      classifier: options.classes,
      ...(statistics && { reference: statistics.name }),
    },
    dataset: factsOf([dataset]),
    ...(sets && {
      real: {
        ...factsOf(sets.heldOut ? [sets.parts[0]] : sets.parts),
        subjects: new Set(real!.entries.map(({ subject }) => subject)).size,
        heldOut: sets.heldOut ? factsOf([sets.parts[1]]) : ('halves' as const),
      },
    }),
    inside: {
      ...inside.section,
      ...(twins !== undefined && { twins }),
      closest: inside.pairs.map((pair) => named(pair, dataset, dataset)),
    },
    ...(leakage && {
      leakage: {
        ...leakage.section,
        closest: leakage.pairs.map((pair) => named(pair, dataset, options.showReal ? real : undefined)),
      },
    }),
    ...(distance && { distance }),
    diversity,
    ...(appearance && { appearance }),
    ...(grades && { grades }),
  };
  return {
    report: { ...findings, verdicts: judge(findings, { ...defaultLimits, ...options.limits }) },
    insidePairs: inside.pairs,
    leakagePairs: leakage?.pairs ?? [],
    loadOwn: dataset.load,
    loadReal: (index) => real!.load(index),
  };
}

/** The parts of each draw: the two folders, or halves of the one that differ from draw to draw. */
function partsOf(
  { parts, heldOut }: NonNullable<Awaited<ReturnType<typeof collectReal>>>,
  { entries, features }: JoinedSet,
  seed: number,
): (draw: number) => Parts {
  if (heldOut) return () => ({ reference: parts[0], heldOut: parts[1] });
  return (draw) => {
    const [reference, others] = halves(entries, seededOrder(entries.length, seed + draw)).map((indices) => ({
      entries: indices.map((index) => entries[index]!),
      features: takeRows(features, indices),
    }));
    return { reference: reference!, heldOut: others! };
  };
}

/** The real images in two parts: those compared with, and those that stand for others. */
async function collectReal(
  options: AuditOptions,
): Promise<{ readonly parts: [CollectedSet, CollectedSet]; readonly heldOut: boolean } | undefined> {
  const { real, heldOut, seed } = options;
  if (!real) return undefined;
  const [one, other] = heldOut
    ? [real, heldOut]
    : halves(real.entries, seededOrder(real.entries.length, seed)).map((part) => takeSource(real, part));
  const parts: [CollectedSet, CollectedSet] = [
    await collect(options, one!, heldOut ? 'reading real images' : 'reading real images, first half'),
    await collect(options, other!, heldOut ? 'reading held-out images' : 'reading real images, second half'),
  ];
  return { parts, heldOut: heldOut !== undefined };
}

async function collect(options: AuditOptions, source: AuditSource, stage: string): Promise<CollectedSet> {
  const { onStage, onUnreadable, classifier, signal } = options;
  const collecting: CollectOptions = {
    side: options.side,
    network: options.network,
    seed: options.seed,
    ...(classifier && { classifier }),
    ...(signal && { signal }),
    ...(onUnreadable && { onUnreadable }),
    onProgress: (done, total) => onStage?.(stage, done, total),
  };
  const set = await collectSet(source, collecting);
  if (set.entries.length >= 2) return set;
  const [first] = set.unreadable;
  throw new Error(
    `${stage}: ${set.entries.length} of ${source.entries.length} images can be read, expected at least 2${first ? `; ${first.reason}` : ''}`,
  );
}

function factsOf(sets: readonly CollectedSet[]): SetFacts {
  const grades: Record<string, number> = {};
  const sizes: Record<string, number> = {};
  for (const set of sets) {
    for (const { grade } of set.entries) grades[grade ?? 'unknown'] = (grades[grade ?? 'unknown'] ?? 0) + 1;
    for (const [size, count] of set.sizes) sizes[size] = (sizes[size] ?? 0) + count;
  }
  return {
    images: sets.reduce((sum, { entries }) => sum + entries.length, 0),
    grades,
    sizes,
    unreadable: sets.reduce((sum, { unreadable }) => sum + unreadable.length, 0),
  };
}

function named(pair: IndexPair, set: JoinedSet, others: JoinedSet | undefined): ClosePair {
  const { measure, distance, one, other } = pair;
  return {
    measure,
    distance,
    image: set.entries[one]!.name,
    ...(others && { other: others.entries[other]!.name }),
  };
}
