import { expect, test } from 'vitest';
import { variantGroups } from './variantGroups.ts';
import { variants } from './variants.ts';

test.each(variantGroups)('a group has the kernels that it names: $names', async ({ names, load }) => {
  const { kernels } = await load();
  expect(kernels.map(({ name }) => name)).toEqual(names.split(' '));
});

test('every variant is in one group', () => {
  const names = variantGroups.flatMap((group) => group.names.split(' '));
  const all = Object.values(variants).flatMap((kernels) => kernels.map(({ name }) => name));
  expect(names.toSorted()).toEqual(all.toSorted());
});
