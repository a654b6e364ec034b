import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { extract } from 'tar-stream';
import { expect, test } from 'vitest';
import type { ImageRecord, WrittenFile } from '../src/formats/datasetFormat.ts';
import { loadFormat } from '../src/formats/formats.ts';
import { nodeFolder } from '../src/node/nodeFolder.ts';
import type { DatasetPlan } from '../src/plan/datasetPlan.ts';
import { runPython } from './python.ts';
import { folderContents, temporaryFolder } from './temporaryFolder.ts';
import { testImage, testPlan } from './testPlan.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Writes chunks with the plan's format, and the end of the dataset where it is asked for. */
async function write(
  path: string,
  plan: DatasetPlan,
  chunks: readonly number[],
  { end = true, leaveOut = 0 } = {},
): Promise<WrittenFile[]> {
  const format = await loadFormat(plan.settings.format);
  const writer = await format.open(nodeFolder(path), plan);
  const files: WrittenFile[] = [];
  for (const chunk of chunks) {
    const [start, stop] = plan.bounds(chunk);
    const open = await writer.openChunk(chunk);
    const last = chunk === chunks.at(-1) ? stop - leaveOut : stop;
    for (let index = start; index < last; index++) await open.add(await testImage(plan, index));
    if (last === stop) files.push(...(await open.close()));
  }
  if (end) files.push(...(await writer.finish(() => records(plan))));
  return files;
}

async function* records(plan: DatasetPlan): AsyncIterable<ImageRecord> {
  for (let index = 0; index < plan.settings.count; index++) yield testImage(plan, index);
}

const readTars = `
import hashlib, json, sys, tarfile
found = []
for path in sys.argv[1:]:
    with tarfile.open(path, 'r:') as tar:
        for member in tar:
            data = tar.extractfile(member).read()
            found.append([member.name, len(data), hashlib.sha256(data).hexdigest(), member.mtime, member.mode, member.uid,
                          member.uname, member.isreg(), data.decode() if not member.name.endswith('.png') else ''])
print(json.dumps(found))
`;

test('WebDataset: tarfile and tar-stream read every sample', async () => {
  await using folder = await temporaryFolder();
  const plan = testPlan({ format: 'webdataset', bits: 16, edits: { 'joint space': [-1, 1] } });
  const files = await write(folder.path, plan, [0, 1, 2]);
  expect(files.map(({ path }) => path)).toEqual([0, 1, 2].map((at) => `tiny-00000${at}.tar`));
  for (const { path, bytes, sha256: hash } of files) {
    const content = await readFile(join(folder.path, path));
    expect([bytes, hash]).toEqual([content.length, sha256(content)]);
  }

  const paths = files.map(({ path }) => join(folder.path, path));
  const found = runPython(readTars, ...paths) as [string, number, string, ...unknown[]][];
  expect(found).toHaveLength(30);
  for (let index = 0; index < 10; index++) {
    const image = await testImage(plan, index);
    const [png, json, cls] = found.slice(index * 3, index * 3 + 3);
    const stem = String(index).padStart(6, '0');
    expect(png).toEqual([`${stem}.png`, image.bytes.length, image.sha256, 0, 0o644, 0, '', true, '']);
    expect(json![0]).toBe(`${stem}.json`);
    expect(JSON.parse(json!.at(-1) as string)).toEqual({
      index,
      name: image.name,
      seed: 100 + index,
      labels: image.labels,
      edits: image.edits,
      sha256: image.sha256,
      model_sha256: 'ab'.repeat(32),
      synthetic: true,
    });
    expect([cls![0], cls!.at(-1)]).toEqual([`${stem}.cls`, String(image.labels.grade)]);
  }

  const read: [string, number, string][] = [];
  for (const path of paths) {
    const tar = extract();
    createReadStream(path).pipe(tar);
    for await (const entry of tar) {
      const parts: Buffer[] = [];
      for await (const part of entry) parts.push(part as Buffer);
      const bytes = Buffer.concat(parts);
      read.push([entry.header.name, bytes.length, sha256(bytes)]);
    }
  }
  expect(read).toEqual(found.map(([name, size, hash]) => [name, size, hash]));
});

test('WebDataset: without a class there is no .cls', async () => {
  await using folder = await temporaryFolder();
  const plan = testPlan({ format: 'webdataset', mix: undefined as never, labels: { dose: 0.5 }, count: 2 });
  await write(folder.path, plan, [0]);
  const found = runPython(readTars, join(folder.path, 'tiny-000000.tar')) as [string][];
  expect(found.map(([name]) => name)).toEqual(['000000.png', '000000.json', '000001.png', '000001.json']);
});

const readZip = `
import hashlib, json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as file:
    assert file.testzip() is None
    print(json.dumps({
        'files': [[i.filename, i.file_size, hashlib.sha256(file.read(i)).hexdigest(), i.compress_type, i.date_time, i.external_attr >> 16]
                  for i in file.infolist()],
        'json': json.loads(file.read('dataset.json'))}))
`;

test('StyleGAN: zipfile and fflate read the zip and its labels', async () => {
  await using folder = await temporaryFolder();
  const plan = testPlan({ format: 'stylegan' });
  const files = await write(folder.path, plan, [0, 1, 2]);
  const path = join(folder.path, 'tiny.zip');
  const content = await readFile(path);
  expect(files).toEqual([{ path: 'tiny.zip', bytes: content.length, sha256: sha256(content) }]);
  expect([...(await folderContents(folder.path)).keys()]).toEqual(['tiny.zip']);

  const images = await Promise.all(Array.from({ length: 10 }, (_, index) => testImage(plan, index)));
  const found = runPython(readZip, path) as { files: unknown[][]; json: { labels: unknown[] } };
  const name = (index: number) => `00000/img0000000${index}.png`;
  expect(found.files.slice(0, 10)).toEqual(
    images.map(({ index, bytes, sha256 }) => {
      return [name(index), bytes.length, sha256, 0, [1980, 1, 1, 0, 0, 0], 0o100644];
    }),
  );
  expect(found.files[10]![0]).toBe('dataset.json');
  expect(found.json.labels).toEqual(images.map(({ index, labels }) => [name(index), labels.grade]));

  const unzipped = unzipSync(content);
  expect(Object.keys(unzipped)).toEqual(found.files.map(([path]) => path));
  expect(sha256(unzipped[name(7)]!)).toBe(images[7]!.sha256);
});

test('StyleGAN: labels that are no class are vectors, and none are null', async () => {
  await using folder = await temporaryFolder();
  const none = { format: 'stylegan', mix: undefined as never, count: 2 };
  await write(join(folder.path, 'a'), testPlan({ ...none, labels: { dose: 0.5, side: 1 } }), [0]);
  const a = runPython(readZip, join(folder.path, 'a/tiny.zip')) as { json: unknown };
  expect(a.json).toEqual({ labels: [0, 1].map((at) => [`00000/img0000000${at}.png`, [0.5, 1]]) });
  await write(join(folder.path, 'b'), testPlan(none), [0]);
  expect((runPython(readZip, join(folder.path, 'b/tiny.zip')) as { json: unknown }).json).toEqual({
    labels: null,
  });
});

test('StyleGAN: images that are not square are refused', async () => {
  await using folder = await temporaryFolder();
  await expect(write(folder.path, testPlan({ format: 'stylegan', width: 24 }), [0])).rejects.toThrow(
    'format stylegan: images are 24x16, expected square ones',
  );
});

test.each(['webdataset', 'stylegan'])(
  '%s: killed at any moment and begun again, the bytes are the same',
  async (format) => {
    await using folder = await temporaryFolder();
    const plan = testPlan({ format });
    const whole = join(folder.path, 'whole');
    await write(whole, plan, [0, 1, 2]);
    const expected = await folderContents(whole);

    const cut = join(folder.path, 'cut');
    await write(cut, plan, [0], { end: false });
    await write(cut, plan, [1], { end: false, leaveOut: 1 });
    // A whole chunk that no journal noted, half of which never reached the index.
    await write(cut, plan, [1, 2], { end: false });
    if (format === 'stylegan') {
      const index = join(cut, 'tiny.zip.unfinished.jsonl');
      const { truncate, stat } = await import('node:fs/promises');
      await truncate(index, (await stat(index)).size - 10);
    }
    await write(cut, plan, [1, 2]);
    expect(await folderContents(cut)).toEqual(expected);
    // Killed behind the end, before it was noted.
    await write(cut, plan, []);
    expect(await folderContents(cut)).toEqual(expected);
  },
);
