/** Where reloads are counted: the session, so that a browser that starts anew begins anew. */
const key = 'roentgan-kiosk-reloads';
const longestWait = 300;
/** After so many seconds without trouble the next wait is a short one again. */
export const calmSeconds = 600;

/** Seconds before reload number `count` (from 0): 2, 4, 8, ... 300. */
export function reloadWait(count: number): number {
  return Math.min(longestWait, 2 * 2 ** count);
}

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** How often the page has reloaded itself because something failed. */
export function readReloads(store: Store): number {
  const count = Number(store.getItem(key));
  return Number.isSafeInteger(count) && count > 0 ? count : 0;
}

export function countReload(store: Store): void {
  store.setItem(key, String(readReloads(store) + 1));
}

export function forgetReloads(store: Store): void {
  store.removeItem(key);
}
