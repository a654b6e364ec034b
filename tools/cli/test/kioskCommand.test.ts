import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeModel } from '@roentgan/gan-runtime/model-file';
import { expect, test } from 'vitest';
import { translationModel } from '../../../packages/viewer/test/familyModels.ts';
import { runCommand } from './runCommand.ts';
import { temporaryFolder } from './temporaryFolder.ts';
import { tinyModelFile } from './tinyModel.ts';

const folder = temporaryFolder();
writeFileSync(join(folder, 'tiny.safetensors'), tinyModelFile);
const kiosk = (...args: string[]) => runCommand(folder, 'kiosk', ...args);
const read = (...path: string[]) => readFileSync(join(folder, ...path));

interface FileList {
  readonly version: string;
  readonly files: Readonly<Record<string, string>>;
}

function fileList(name: string): FileList {
  return JSON.parse(/^self\.kioskFiles=(.*);\n/.exec(read(name, 'sw.js').toString())![1]!);
}

function tree(name: string): string[] {
  return readdirSync(join(folder, name), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, name).length + 1));
}

test('writes everything a player needs, with the hash of every file that the page loads', () => {
  const { code, stdout, stderr } = kiosk('tiny.safetensors', '-o', 'new');
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^new: \d+ files, .*; sh new\/kiosk\.sh shows it, README\.txt says more\n$/);
  const outside = ['serve.mjs', 'kiosk.sh', 'kiosk.service', 'README.txt', 'kiosk.json', 'sw.js'];
  const { version, files } = fileList('new');
  expect(version).toMatch(/^[0-9a-f]{12}$/);
  expect(tree('new').sort()).toEqual([...outside, ...Object.keys(files)].sort());
  for (const [name, hash] of Object.entries(files))
    expect(createHash('sha256').update(read('new', name)).digest('base64'), name).toBe(hash);
  expect(read('new', 'model.safetensors').equals(Buffer.from(tinyModelFile))).toBe(true);
  expect(read('new', 'index.html').toString()).toContain(
    `<meta name="kiosk-version" content="${version}" />`,
  );
  expect(statSync(join(folder, 'new/kiosk.sh')).mode & 0o111).toBe(0o111);
  expect(JSON.parse(read('new', 'kiosk.json').toString())).toMatchObject({
    title: 'tiny',
    labels: ['grade'],
  });
});

test('the same model and settings give the same bytes, others another version', () => {
  kiosk('tiny.safetensors', '-o', 'first');
  kiosk('tiny.safetensors', '-o', 'second');
  for (const name of tree('first')) expect(read('first', name).equals(read('second', name)), name).toBe(true);
  const settings = { heartbeat: { url: 'https://monitor.example:8443/beat?k=1' } };
  writeFileSync(join(folder, 'far.json'), JSON.stringify(settings));
  kiosk('tiny.safetensors', '-o', 'far', '--config', 'far.json');
  expect(fileList('far').version).not.toBe(fileList('first').version);
  expect(read('far', 'index.html').toString()).toContain("connect-src 'self' https://monitor.example:8443;");
});

test('a folder that is no kiosk is never replaced; a kiosk only with --force, and keeps its settings', () => {
  mkdirSync(join(folder, 'mine'));
  writeFileSync(join(folder, 'mine/letter.txt'), 'dear');
  for (const more of [[], ['--force']]) {
    const { code, stderr } = kiosk('tiny.safetensors', '-o', 'mine', ...more);
    expect([code, stderr]).toEqual([
      1,
      'roentgan kiosk: mine: is not empty and no kiosk, expected a new or empty folder\n',
    ]);
  }
  expect(tree('mine')).toEqual(['letter.txt']);

  mkdirSync(join(folder, 'again'));
  expect(kiosk('tiny.safetensors', '-o', 'again').code).toBe(0);
  writeFileSync(join(folder, 'again/kiosk.json'), '{ "title": "Mine" }');
  writeFileSync(join(folder, 'again/assets/old.js'), 'old()');
  expect(kiosk('tiny.safetensors', '-o', 'again').stderr).toBe(
    'roentgan kiosk: again: has a kiosk already, expected a new or empty folder, or --force\n',
  );
  const forced = kiosk('tiny.safetensors', '-o', 'again', '--force');
  expect(forced.stdout).toContain('with the kiosk.json that was there');
  expect(read('again', 'kiosk.json').toString()).toBe('{ "title": "Mine" }');
  expect(tree('again')).not.toContain('assets/old.js');
  writeFileSync(join(folder, 'other.json'), '{ "title": "Other" }');
  expect(kiosk('tiny.safetensors', '-o', 'again', '--force', '--config', 'other.json').code).toBe(0);
  expect(read('again', 'kiosk.json').toString()).toBe('{ "title": "Other" }');
});

test('what cannot be used is refused in one line, and nothing is written', () => {
  writeFileSync(join(folder, 'translation.safetensors'), writeModel(translationModel('grey')));
  writeFileSync(join(folder, 'broken.safetensors'), 'this is no model');
  writeFileSync(join(folder, 'wrong.json'), '{ "idleSeconds": "soon" }');
  writeFileSync(join(folder, 'edits.json'), '{ "edits": ["severity"] }');
  const before = readdirSync(folder).sort();
  for (const [args, code, message] of [
    [['tiny.safetensors'], 2, /^roentgan kiosk: -o DIR is missing$/],
    [['absent.safetensors', '-o', 'x'], 1, /^roentgan kiosk: absent\.safetensors: no such file$/],
    [['broken.safetensors', '-o', 'x'], 1, /^roentgan kiosk: broken\.safetensors: is not a model file/],
    [
      ['translation.safetensors', '-o', 'x'],
      1,
      /^roentgan kiosk: translation\.safetensors: .*image.*, expected a model that makes an image from a seed$/,
    ],
    [
      ['tiny.safetensors', '-o', 'x', '--config', 'wrong.json'],
      1,
      /^roentgan kiosk: wrong\.json: idleSeconds is "soon", expected a number from 1 to 3600$/,
    ],
    [
      ['tiny.safetensors', '-o', 'x', '--config', 'edits.json'],
      1,
      /^roentgan kiosk: edits\.json: edits\[0\] is "severity", expected one of none, as the model has none$/,
    ],
    [
      ['tiny.safetensors', '-o', 'tiny.safetensors'],
      1,
      /^roentgan kiosk: tiny\.safetensors: is a file, expected a folder$/,
    ],
  ] as const) {
    const result = kiosk(...args);
    expect(result.stderr.trim()).toMatch(message);
    expect(result.code).toBe(code);
  }
  expect(readdirSync(folder).sort()).toEqual(before);
});
