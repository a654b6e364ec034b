/** What a reload brings back. */
export interface Kept {
  readonly op: string;
  readonly shape: string;
  readonly text: string;
  readonly f16: boolean;
}

const key = 'roentgan.playground';

/** What was kept in this browser; nothing where it keeps none, or something else. */
export function readKept(): Kept | undefined {
  try {
    const { op, shape, text, f16 } = JSON.parse(localStorage.getItem(key) ?? 'null') as Kept;
    const isKept = [op, shape, text].every((value) => typeof value === 'string') && typeof f16 === 'boolean';
    return isKept ? { op, shape, text, f16 } : undefined;
  } catch {
    return undefined;
  }
}

/** Private windows and full disks keep nothing: then a reload begins anew. */
export function keep(kept: Kept): void {
  try {
    localStorage.setItem(key, JSON.stringify(kept));
  } catch {
    // Nothing is lost that is on the page.
  }
}
