import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { convert } from '../convert.ts';

const folder = new URL('../../test/families/tfjs-layers-keras3-20/', import.meta.url);
const json = JSON.parse(readFileSync(new URL('model.json', folder), 'utf8'));
const open = (path: string) => new Uint8Array(readFileSync(new URL(path, folder)));
const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

describe('damaged layers models', () => {
  it('says which file is missing beside it', async () => {
    await expect(convert(encode(json), 'model.json')).rejects.toThrow(
      /^model\.json: its weights are in "group1-shard1of2\.bin", expected that file beside it/,
    );
    const missing = () => Promise.reject(new Error('no such file'));
    await expect(convert(encode(json), 'model.json', { openSideFile: missing })).rejects.toThrow(
      /^model\.json: shard "group1-shard1of2\.bin" cannot be read: no such file$/,
    );
  });

  it('refuses shards that are too short or too long', async () => {
    const short = (path: string) => open(path).slice(0, 100);
    await expect(convert(encode(json), 'model.json', { openSideFile: short })).rejects.toThrow(
      /^model\.json: shard .* has 200 bytes, but weight "dense_Dense\d+\/kernel" .* ends at /,
    );
    const long = (path: string) => Uint8Array.from([...open(path), 0]);
    await expect(convert(encode(json), 'model.json', { openSideFile: long })).rejects.toThrow(
      'bytes, expected',
    );
  });

  it('refuses shards outside its folder', async () => {
    const [group] = json.weightsManifest;
    for (const path of ['../secret', '/etc/passwd', 'a/../../b', 'https://example.org/x']) {
      const bytes = encode({ ...json, weightsManifest: [{ ...group, paths: [path] }] });
      const given = convert(bytes, 'model.json', { openSideFile: open });
      await expect(given).rejects.toThrow(`names the shard "${path}", expected one beside the file`);
    }
  });

  it('refuses what is no model.json', async () => {
    const manifest = encode({ model: 'models/model.json', labels: ['airplane'] });
    await expect(convert(manifest, 'manifest.json')).rejects.toThrow(
      'manifest.json: is JSON without a modelTopology',
    );
    const { weightsManifest: _, ...without } = json;
    await expect(convert(encode(without), 'model.json')).rejects.toThrow(
      'model.json: has no weightsManifest',
    );
    await expect(convert(encode(json).slice(0, 300), 'model.json')).rejects.toThrow('is no intact JSON');
  });
});
