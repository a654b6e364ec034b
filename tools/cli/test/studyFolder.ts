import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type OpenStudy, readStudy } from '@roentgan/datasets/study';
import { encodePng } from '@roentgan/gan-runtime';
import { type CommandResult, runCommand } from './runCommand.ts';
import { temporaryFolder } from './temporaryFolder.ts';
import { tinyModelFile } from './tinyModel.ts';

/** A folder to make studies in. */
export interface StudyFolder {
  readonly folder: string;
  /** `roentgan study ...` in it. */
  run(...args: string[]): CommandResult;
  /** `roentgan study make` of six and six images of `real/` and the tiny model, which makes 4x4 with the grades none, some and much. */
  make(out: string, ...args: string[]): CommandResult;
  open(name: string): OpenStudy;
  /** A PNG of stand-in pixels that follow from `number`. */
  writeImage(path: string, number: number): Promise<void>;
}

/** With `tiny.safetensors`, and three images of each grade in `real/` beside a file that is none. */
export async function studyFolder(): Promise<StudyFolder> {
  const folder = temporaryFolder();
  const run = (...args: string[]) => runCommand(folder, 'study', ...args);
  const writeImage = async (path: string, number: number) => {
    const data = Uint8Array.from({ length: 16 }, (_, at) => (at * 13 + number * 7) % 256);
    const blob = await encodePng({ width: 4, height: 4, channels: 1, bitDepth: 8, data });
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), new Uint8Array(await blob.arrayBuffer()));
  };
  writeFileSync(join(folder, 'tiny.safetensors'), tinyModelFile);
  for (const [grade, name] of ['none', 'some', 'much'].entries())
    for (let at = 0; at < 3; at++) await writeImage(`real/${name}/patient${grade}${at}.png`, grade * 3 + at);
  writeFileSync(join(folder, 'real/notes.pdf'), 'no image');
  return {
    folder,
    run,
    make: (out, ...args) =>
      run(
        'make',
        'real',
        '-o',
        out,
        '--model',
        'tiny.safetensors',
        '--real',
        '6',
        '--synthetic',
        '6',
        ...args,
      ),
    open: (name) => readStudy(readFileSync(join(folder, name), 'utf8'), name),
    writeImage,
  };
}
