import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { commandFile } from './runCommand.ts';
import { studyFolder } from './studyFolder.ts';

const { folder, run, make, open, writeImage } = await studyFolder();

describe('make', () => {
  test('writes a study without names of files, and says what is in it', () => {
    const { code, stdout, stderr } = make('a.study.json', '--seed', '4', '--repeats', '2', '--name', 'Pilot');
    expect(stderr).toContain('real: left out 0 images without a grade and 1 other files\n');
    expect(stdout).toBe(
      'a.study.json: 6 real and 6 synthetic images of 3 grades, 4x4, 2 shown twice\nsynthetic images go through no JPEG\nnext: roentgan study serve a.study.json\n',
    );
    expect(code).toBe(0);
    const file = readFileSync(join(folder, 'a.study.json'), 'utf8');
    expect(file + atob(JSON.parse(file).sealed)).not.toMatch(/patient|real\//);
    expect(open('a.study.json').study).toMatchObject({
      ...{ name: 'Pilot', seed: 4, grades: ['none', 'some', 'much'], width: 4, height: 4 },
      model: { name: 'tiny', label: 'grade' },
      protocol: { confidence: 'six-point', allowBack: false, tools: true },
    });
  });

  test('--json, --jpeg, --confidence, --back, --no-tools, --introduction', () => {
    writeFileSync(join(folder, 'intro.txt'), 'Welcome.\n\nHave fun.');
    const { stdout } = make(
      'b.json',
      '--json',
      '--jpeg',
      '80',
      '--confidence',
      'five-levels',
      '--back',
      '--no-tools',
      '--introduction',
      'intro.txt',
    );
    expect(JSON.parse(stdout)).toMatchObject({
      study: 'b.json',
      real: 6,
      synthetic: 6,
      syntheticJpegQualities: [80],
      model: 'tiny',
    });
    expect(open('b.json').study.protocol).toEqual({
      ...{ confidence: 'five-levels', allowBack: true, tools: false, introduction: 'Welcome.\n\nHave fun.' },
    });
  });

  test('grades from a table; synthetic images from a folder', async () => {
    for (let at = 0; at < 6; at++) {
      await writeImage(`flat/x${at}.png`, 40 + at);
      await writeImage(`made/${at % 3}/y${at}.png`, 60 + at);
    }
    const rows = Array.from({ length: 6 }, (_, at) => `x${at}.png,${at % 3}`);
    writeFileSync(join(folder, 'grades.csv'), `file,grade\n${rows.join('\n')}\n`);
    const counts = ['--real', '6', '--synthetic', '6'];
    const found = run(
      'make',
      'flat',
      '-o',
      'c.json',
      '--grades',
      'grades.csv',
      '--generated',
      'made',
      '--classes',
      '0,1,2',
      ...counts,
    );
    expect(found).toMatchObject({ code: 0, stderr: '' });
    const { images, model } = open('c.json').study;
    expect(model).toBeUndefined();
    expect(images.filter(({ origin, grade }) => origin === 'real' && grade === 2)).toHaveLength(2);

    writeFileSync(join(folder, 'grades.csv'), 'file,grade\nx0.png,9\n');
    const wrong = run(
      'make',
      'flat',
      '-o',
      'd.json',
      '--grades',
      'grades.csv',
      '--generated',
      'made',
      '--classes',
      '0,1,2',
    );
    expect(wrong).toMatchObject({
      code: 1,
      stderr: 'roentgan study: grades.csv: x0.png has grade "9", expected one of 0, 1, 2\n',
    });
    writeFileSync(join(folder, 'grades.csv'), 'file,grade\nnone.png,1\n');
    const missing = run(
      'make',
      'flat',
      '-o',
      'd.json',
      '--grades',
      'grades.csv',
      '--generated',
      'made',
      '--classes',
      '0,1,2',
    );
    expect(missing.stderr).toBe(
      'roentgan study: grades.csv: none.png is not in flat, expected an image there\n',
    );
  });

  test.each([
    [['--real', '30'], 1, 'real images: grade none has 3 different images, expected at least 10'],
    [['--size', '8'], 1, /patient\d+\.png: is 4x4, expected at least the study's 8x8$/],
    [['--jpeg', 'some'], 2, '--jpeg is "some", expected auto, none or a quality from 1 to 100'],
    [['--confidence', 'ten'], 2, '--confidence is "ten", expected six-point, five-levels'],
    [['--repeats', '7'], 1, 'repeats: 7 of 12 images, expected at most half, 6'],
    [['--classes', 'a,b'], 2, '--classes goes with --generated FOLDER'],
    [['--introduction', 'none.txt'], 2, '--introduction: none.txt cannot be read, expected a text file'],
  ] as const)('%j is one error, and no file', (args, code, message) => {
    const found = make('never.json', ...args);
    expect(found.code).toBe(code);
    const [last] = found.stderr.trimEnd().split('\n').slice(-1);
    expect(last!.replace('roentgan study: ', '')).toMatch(message);
    expect(readdirSync(folder).filter((name) => name.includes('never'))).toEqual([]);
  });

  test('folders without grades, without images, and images that are none', async () => {
    await writeImage('ungraded/x.png', 1);
    const tiny = ['-o', 'never.json', '--model', 'tiny.safetensors', '--real', '3', '--synthetic', '3'];
    expect(run('make', 'ungraded', ...tiny).stderr).toContain(
      'ungraded: none of its 1 images has a grade, expected folders named none, some, much, or --grades FILE',
    );
    mkdirSync(join(folder, 'empty'));
    expect(run('make', 'empty', ...tiny).stderr).toContain('empty: no image in it or below');
    for (const name of ['none', 'some', 'much']) {
      mkdirSync(join(folder, 'broken', name), { recursive: true });
      writeFileSync(join(folder, 'broken', name, 'x.png'), `no image ${name}`);
    }
    expect(run('make', 'broken', ...tiny).stderr).toMatch(
      /broken.none.x\.png: is of another format, expected a PNG/,
    );
    expect(run('make').stderr).toBe('roentgan study: REAL is missing\n');
    expect(existsSync(join(folder, 'never.json'))).toBe(false);
  });
});

describe('serve', () => {
  beforeAll(() => void make('pilot.json'));
  test('the page and the study, until it is interrupted', async () => {
    const server = spawn(
      process.execPath,
      [commandFile, 'study', 'serve', 'pilot.json', '--model', 'tiny.safetensors'],
      { cwd: folder },
    );
    const ended = once(server, 'exit');
    const [line] = await Promise.race([once(server.stdout, 'data'), once(server.stderr, 'data')]);
    const [address] = String(line).match(/http:\/\/localhost:\d+\/study\/\?study=\/study\.json/) ?? [];
    expect(address, String(line)).toBeDefined();
    const local = address!.replace('localhost', '127.0.0.1');
    expect(await (await fetch(local)).text()).toContain('<title>Reader study</title>');
    const served = await (await fetch(new URL('/study.json', local))).text();
    expect(served).toBe(readFileSync(join(folder, 'pilot.json'), 'utf8'));
    expect((await fetch(new URL('/r1.json', local))).status).toBe(404);
    server.kill('SIGINT');
    expect(await ended).toEqual([0, null]);
  });
  test('another model than the study’s is refused', () => {
    expect(run('serve', 'pilot.json').stderr).toMatch(
      /: SHA-256 is .*, expected that of the study's model "tiny", /,
    );
  });
});

test('what is no subcommand', () => {
  expect(run('draw')).toMatchObject({
    code: 2,
    stderr: 'roentgan study: found "draw", expected one of make, serve, analyse, report\n',
  });
});
