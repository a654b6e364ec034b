import type { GreyImage } from '@roentgan/measurer';

/** One image of a set, before it is read. */
export interface AuditEntry {
  /** Where it is, for people: a path below the set's folder. */
  readonly name: string;
  /** The grade it is stated to be of, an index of the classifier's classes; `undefined` where nothing says it. */
  readonly grade: number | undefined;
  /** Images of one patient have one subject, and are not compared with each other; an image of nobody has its own name. */
  readonly subject: string;
}

/** Images that can be read one at a time and again. */
export interface AuditSource {
  readonly entries: readonly AuditEntry[];
  /** A grey image of any size, turned as the model knows it. Rejects with one line that names the file. */
  load(index: number): Promise<GreyImage>;
}

/** The images of these indices. */
export function takeSource(source: AuditSource, indices: readonly number[]): AuditSource {
  return {
    entries: indices.map((index) => source.entries[index]!),
    load: (index) => source.load(indices[index]!),
  };
}

/**
 * Deals a set into two halves, images of one subject into the same one, by a seeded order.
 */
export function halves(entries: readonly AuditEntry[], order: ArrayLike<number>): [number[], number[]] {
  const ofSubject = new Map<string, number[]>();
  for (const at of Array.from(order)) {
    const { subject } = entries[at]!;
    ofSubject.set(subject, [...(ofSubject.get(subject) ?? []), at]);
  }
  const parts: [number[], number[]] = [[], []];
  for (const members of ofSubject.values()) {
    const smaller = parts[0].length <= parts[1].length ? 0 : 1;
    parts[smaller].push(...members);
  }
  const inOrder = (part: number[]) => part.sort((one, other) => one - other);
  return [inOrder(parts[0]), inOrder(parts[1])];
}
