import { settingsDifferences } from '../export/compareSettings.ts';
import type { Journal } from '../export/journal.ts';
import type { DatasetPlan } from '../plan/datasetPlan.ts';
import { shardOfFolder } from '../shard/dealChunks.ts';

/** A shard's folder by the name that messages call it, and its journal. */
export interface NamedJournal {
  readonly name: string;
  readonly journal: Journal;
}

/**
 * Why shards are not together one dataset, one line for each reason; none where they are: that all were made with the same settings,
 * and that each chunk is in exactly one of them.
 */
export function checkShards(shards: readonly NamedJournal[], plan: DatasetPlan): string[] {
  const [first, ...others] = shards as [NamedJournal, ...NamedJournal[]];
  const foreign = others.flatMap((shard) => foreignFault(first, shard) ?? []);
  // Chunks of another dataset mean nothing here.
  return foreign.length > 0 ? foreign : [...doubled(shards, plan), ...missing(shards, plan)];
}

function foreignFault(first: NamedJournal, { name, journal }: NamedJournal): string | undefined {
  const [there, here] = [first.journal.settings, journal.settings];
  if (there.model.sha256 !== here.model.sha256) {
    return `${name}: is by another model (SHA-256 ${here.model.sha256}, in ${first.name} ${there.model.sha256})`;
  }
  const differences = settingsDifferences(there, here);
  if (differences.length === 0) return undefined;
  return `${name}: is another dataset than ${first.name} (${differences.join('; ')})`;
}

function doubled(shards: readonly NamedJournal[], plan: DatasetPlan): string[] {
  const owners = new Map<number, string>();
  return shards.flatMap(({ name, journal }) => {
    const seen = new Map<string, number[]>();
    for (const chunk of journal.chunks) {
      const owner = owners.get(chunk);
      if (owner === undefined) owners.set(chunk, name);
      else seen.set(owner, [...(seen.get(owner) ?? []), chunk]);
    }
    return [...seen].map(([owner, chunks]) => `${name}: has ${imagesOf(plan, chunks)}, as ${owner} does`);
  });
}

function missing(shards: readonly NamedJournal[], plan: DatasetPlan): string[] {
  const there = new Set(shards.flatMap(({ journal }) => journal.chunks));
  const unfinished = shards.flatMap(({ name, journal }) => {
    const { from, to } = journal.shard ?? { from: 0, to: plan.chunks };
    const left = chunksBetween(from, to).filter((chunk) => !there.has(chunk));
    for (const chunk of left) there.add(chunk);
    return left.length === 0
      ? []
      : [`${name}: ${imagesOf(plan, left)} are not made yet, the same command makes them`];
  });
  const gone = chunksBetween(0, plan.chunks).filter((chunk) => !there.has(chunk));
  return gone.length === 0
    ? unfinished
    : [...unfinished, `${imagesOf(plan, gone)} are in no folder${absentShards(shards)}`];
}

function chunksBetween(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, at) => from + at);
}

/** The shards that are not among these, where their folders' names say how many there are. */
function absentShards(shards: readonly NamedJournal[]): string {
  const given = shards.map(({ name }) => shardOfFolder(name));
  const count = given[0]?.count;
  if (count === undefined || given.some((shard) => shard?.count !== count)) return '';
  const numbers = new Set(given.map((shard) => shard!.number));
  const absent = Array.from({ length: count }, (_, at) => at + 1).filter((number) => !numbers.has(number));
  if (absent.length === 0) return '';
  const listed = absent.slice(0, 10).join(', ') + (absent.length > 10 ? ', ...' : '');
  return `: of ${count} shards ${absent.length === 1 ? 'number' : 'numbers'} ${listed} ${absent.length === 1 ? 'is' : 'are'} missing`;
}

/** `images 0 to 499, 1000 to 1499`, neighbouring chunks together. */
function imagesOf(plan: DatasetPlan, chunks: readonly number[]): string {
  const runs: [start: number, end: number][] = [];
  for (const chunk of chunks) {
    const [start, end] = plan.bounds(chunk);
    const last = runs.at(-1);
    if (last?.[1] === start) last[1] = end;
    else runs.push([start, end]);
  }
  const listed = runs
    .slice(0, 5)
    .map(([start, end]) => (end - start === 1 ? `${start}` : `${start} to ${end - 1}`));
  return `images ${listed.join(', ')}${runs.length > 5 ? `, ... (${runs.length} ranges)` : ''}`;
}
