import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { operationGroups as files } from '../build/operationGroups.ts';
import { commonOperations } from './commonOperations.ts';
import { operationGroups, otherOperations } from './operationGroups.ts';
import { operations } from './operations.ts';

test.each(operationGroups)('a group has the operations that it names: %s', async (names, load) => {
  const group = await load();
  const others = Object.keys(group.operations).filter((name) => !Object.hasOwn(commonOperations, name));
  expect(others).toEqual(names.split(' '));
});

test('every operation is common, in one group or among the others', async () => {
  const others = Object.keys((await otherOperations()).operations);
  const named = operationGroups.flatMap(([names]) => names.split(' '));
  const names = [...Object.keys(commonOperations), ...named, ...others];
  expect(new Set(names).size).toBe(names.length);
  expect(names.toSorted()).toEqual(Object.keys(operations).toSorted());
});

test('builds know every group', () => {
  const written = readdirSync(new URL('groups', import.meta.url)).map((name) => name.replace('.ts', ''));
  expect(written.toSorted()).toEqual(files.toSorted());
});
