import { expect, test } from 'vitest';
import { countReload, forgetReloads, readReloads, reloadWait } from './reloading.ts';

function store(): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> {
  const values = new Map<string, string>();
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
  };
}

test('waits double up to five minutes', () => {
  expect([0, 1, 2, 3, 6, 7, 8, 100].map(reloadWait)).toEqual([2, 4, 8, 16, 128, 256, 300, 300]);
});

test('reloads are counted until they are forgotten; nonsense counts as none', () => {
  const session = store();
  expect(readReloads(session)).toBe(0);
  countReload(session);
  countReload(session);
  expect(readReloads(session)).toBe(2);
  forgetReloads(session);
  expect(readReloads(session)).toBe(0);
  session.setItem('roentgan-kiosk-reloads', 'many');
  expect(readReloads(session)).toBe(0);
});
