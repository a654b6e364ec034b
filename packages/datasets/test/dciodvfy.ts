import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';

/**
 * Debian's dciodvfy, of 2022 in bookworm and of 2024 in trixie, is from before its dictionary had Synthetic Data (0008,001C), which the
 * standard defines in its SOP Common Module.
 */
const unknownTag =
  'Error - Attribute with an even group number is not a recognized standard attribute - (0x0008,0x001c)  ? ';
const syntheticData = Buffer.from([
  0x08,
  0x00,
  0x1c,
  0x00,
  ...Buffer.from('CS'),
  4,
  0,
  ...Buffer.from('YES '),
]);

/**
 * Checks a file of ours with dciodvfy (David Clunie's dicom3tools): its one complaint is that it does not know Synthetic Data, and
 * without that attribute, but else the same, the file has no error at all. Returns the warnings of the whole file.
 */
export function expectNoErrors(path: string): string[] {
  const whole = dciodvfy(path);
  expect(whole.errors.filter((line) => line !== unknownTag)).toEqual([]);

  const bytes = readFileSync(path);
  const at = bytes.indexOf(syntheticData);
  expect(at).toBeGreaterThan(0);
  const without = `${path}-without.dcm`;
  writeFileSync(without, Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + syntheticData.length)]));
  expect(dciodvfy(without).errors).toEqual([]);
  return whole.warnings;
}

/**
 * What dciodvfy says against a file, by kind.
 * @throws Error that says what to install, where it is missing: nothing is skipped
 */
export function dciodvfy(path: string): { readonly errors: string[]; readonly warnings: string[] } {
  const { stdout, stderr, error } = spawnSync('dciodvfy', [path], { encoding: 'utf8' });
  if (error)
    throw new Error(
      `dciodvfy is missing (${error.message}): apt-get install dicom3tools, or run npm test as root`,
    );
  const lines = `${stdout}\n${stderr}`.split('\n').filter(Boolean);
  // It names the class of a file that it could read.
  if (!lines.includes('SCImage'))
    throw new Error(`dciodvfy takes ${path} for something else: ${lines.join('; ')}`);
  const about = (kind: string) => lines.filter((line) => line.startsWith(kind));
  return { errors: about('Error'), warnings: about('Warning') };
}
