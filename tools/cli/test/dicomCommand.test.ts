import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readImage } from '@roentgan/measurer';
import { expect, test } from 'vitest';
import { expectNoErrors } from '../../../packages/datasets/test/dciodvfy.ts';
import { runPydicom } from '../../../packages/measurer/test/pydicom.ts';
import { runCommand } from './runCommand.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const folder = temporaryFolder();
const run = (...args: string[]) => runCommand(folder, ...args, '--backend', 'cpu', '--threads', '1');
const readScript = new URL('../../../packages/datasets/test/readDicom.py', import.meta.url);

test('knees as DICOM of 12 bits: valid, with what the model file states, and measured as synthetic', async () => {
  const made = run(
    ...['export', '--format', 'dicom', '--bits', '12', '--count', '2', '--label', 'grade=4'],
    ...['--edit', 'severity=-0.5', '--out', 'knees', '--workers', '0'],
  );
  expect(made.code, made.stderr).toBe(0);
  const names = readdirSync(join(folder, 'knees/images'));
  expect(names).toEqual(['knee-000000.dcm', 'knee-000001.dcm']);
  const paths = names.map((name) => join(folder, 'knees/images', name));

  type Found = { attributes: Record<string, string>; private: Record<string, string>; dtype: string };
  for (const [seed, file] of runPydicom<Found[]>(readScript, ...paths).entries()) {
    expect(file).toMatchObject({
      attributes: { BodyPartExamined: 'KNEE', Laterality: 'R', ViewPosition: 'AP', BitsStored: '12' },
      private: { '1': 'knee', '3': `${seed}`, '5': '{"severity":-0.5}', '6': '4' },
      dtype: 'uint16',
      syntheticData: 'YES',
    });
    expect(file.attributes.ImageComments).toContain('Kellgren-Lawrence grade 4');
  }

  const measured = run('measure', 'knees', '--json');
  expect(measured.code, measured.stderr).toBe(0);
  const reports = measured.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(reports).toHaveLength(2);
  for (const report of reports) {
    expect(report).toMatchObject({ width: 224, height: 224, side: 'right', saysSynthetic: true });
    expect(report.knee.found).toBe(true);
  }

  const drawn = run('measure', 'knees/images/knee-000000.dcm', '--overlay', 'drawn');
  expect(drawn.code, drawn.stderr).toBe(0);
  const drawing = await readImage(readFileSync(join(folder, 'drawn/knee-000000-measured.png')), 'drawing');
  expect(drawing.origin).toMatchObject({ saysSynthetic: true, digitalSourceType: 'compositeSynthetic' });

  // Last: it leaves a file beside each.
  for (const path of paths) expectNoErrors(path);
});
