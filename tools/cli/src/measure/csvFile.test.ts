import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../test/temporaryFolder.ts';
import { openCsv } from './csvFile.ts';

const folder = temporaryFolder();

test('rows as RFC 4180 has them; the file is there when it is whole', async () => {
  const path = join(folder, 'new/table.csv');
  {
    await using csv = await openCsv(path, ['file', 'grade']);
    await csv.write(['a,b "c".png', 2.5]);
    await csv.write([undefined, true]);
    expect(existsSync(path)).toBe(false);
    await csv.commit();
  }
  expect(readFileSync(path, 'utf8')).toBe('file,grade\r\n"a,b ""c"".png",2.5\r\n,true\r\n');
  expect(readdirSync(join(folder, 'new'))).toEqual(['table.csv']);
});

test('without commit nothing is left, and what was there stays', async () => {
  const path = join(folder, 'table.csv');
  writeFileSync(path, 'old');
  {
    await using csv = await openCsv(path, ['file']);
    await csv.write(['x']);
  }
  expect(readFileSync(path, 'utf8')).toBe('old');
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
});
