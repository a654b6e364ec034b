import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodePng } from '@roentgan/gan-runtime';
import { beforeAll, expect } from 'vitest';
import { runCommand } from './runCommand.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/** In the folder of `measureFolder`: knees of grades 0 and 4. */
export const knees = ['knees/knee-grade0-seed0000.png', 'knees/knee-grade4-seed0001.png'];

/** A temporary folder with `knees`, two pictures of noise, one of them too small, a text called a picture, and a folder without images. */
export function measureFolder() {
  const folder = temporaryFolder();
  const run = (...args: string[]) => runCommand(folder, ...args);
  const measure = (...args: string[]) => run('measure', ...args, '--backend', 'cpu', '--threads', '1');
  beforeAll(async () => {
    for (const [seed, grade] of [0, 4].entries()) {
      const choice = ['--seed', `${seed}`, '--label', `grade=${grade}`];
      const made = run('generate', ...choice, '--out', 'knees', '--backend', 'cpu');
      expect(made.code, made.stderr).toBe(0);
    }
    for (const [name, side] of [
      ['noise.png', 128],
      ['small.png', 64],
    ] as const) {
      const data = Uint8Array.from({ length: side * side }, (_, at) => (at * 7919) % 256);
      const noise = await encodePng({ width: side, height: side, channels: 1, bitDepth: 8, data });
      writeFileSync(join(folder, name), new Uint8Array(await noise.arrayBuffer()));
    }
    writeFileSync(join(folder, 'text.png'), 'no picture');
    mkdirSync(join(folder, 'empty'));
  });
  return { folder, run, measure };
}
