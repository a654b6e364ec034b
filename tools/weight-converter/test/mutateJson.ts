import { makeRandom } from './mutate.ts';

const hostile: readonly unknown[] = [
  ...[
    null,
    true,
    -1,
    0,
    1,
    1.5,
    3,
    7,
    2 ** 31,
    2 ** 53,
    -(2 ** 40),
    1e300,
    '',
    'x',
    '-1',
    '9007199254740993',
  ],
  ...[
    '__proto__',
    'constructor',
    'model/Const',
    'z:1',
    '^z',
    '§',
    [],
    {},
    [[]],
    ['x'],
    [1, 2, 3],
    { i: '1e9' },
  ],
  ...[{ shape: { dim: [] } }, { list: {} }, { type: 99 }, { s: 'U0FNRQ==' }, { b: 'yes' }],
];

/** A copy with up to three of its values replaced by others of the same file or by hostile ones; the same seed, the same copy. */
export function mutateJson(original: unknown, seed: number): unknown {
  const random = makeRandom(seed);
  const copy = structuredClone(original);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
  for (let changes = 1 + Math.floor(random() * 3); changes > 0; changes--) {
    const places = placesOf(copy);
    const { parent, key } = pick(places);
    const kind = random();
    if (kind < 0.2) delete (parent as Record<string, unknown>)[key];
    else {
      const { parent: other, key: otherKey } = pick(places);
      const value = kind < 0.6 ? (other as Record<string, unknown>)[otherKey] : pick(hostile);
      (parent as Record<string, unknown>)[key] = structuredClone(value);
    }
  }
  return copy;
}

function placesOf(value: unknown): { parent: object; key: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => [{ parent: value, key }, ...placesOf(child)]);
}
