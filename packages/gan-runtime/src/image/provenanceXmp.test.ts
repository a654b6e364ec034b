import { expect, test } from 'vitest';
import { provenanceXmp } from './provenanceXmp.ts';

test('says what made the image, and that it was made', () => {
  const xmp = provenanceXmp({
    creatorTool: 'Roentgan 0.1.0',
    seed: 7,
    labels: { grade: 3 },
    edits: { 'joint space': -1.5 },
    truncation: 0.8,
    modelName: 'knee',
    modelHash: 'ab'.repeat(32),
    attribution: 'OAI',
    licence: 'CC-BY-4.0',
  });
  expect(contentOf(xmp, 'Iptc4xmpExt:DigitalSourceType')).toBe(
    'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia',
  );
  expect(contentOf(xmp, 'xmp:CreatorTool')).toBe('Roentgan 0.1.0');
  expect(contentOf(xmp, 'roentgan:Seed')).toBe('7');
  expect(JSON.parse(contentOf(xmp, 'roentgan:Labels'))).toEqual({ grade: 3 });
  expect(JSON.parse(contentOf(xmp, 'roentgan:Edits'))).toEqual({ 'joint space': -1.5 });
  expect(contentOf(xmp, 'roentgan:Truncation')).toBe('0.8');
  expect(contentOf(xmp, 'roentgan:ModelName')).toBe('knee');
  expect(contentOf(xmp, 'roentgan:ModelSha256')).toBe('ab'.repeat(32));
  expect(contentOf(xmp, 'photoshop:Credit')).toBe('OAI');
  expect(contentOf(xmp, 'roentgan:Licence')).toBe('CC-BY-4.0');
});

test('what is not given is left out', () => {
  const xmp = provenanceXmp({ creatorTool: 'Roentgan', seed: 0 });
  expect(xmp.match(/<(roentgan|photoshop|xmp|Iptc4xmpExt):\w+>/g)).toEqual([
    '<Iptc4xmpExt:DigitalSourceType>',
    '<xmp:CreatorTool>',
    '<roentgan:Seed>',
  ]);
});

test('markup and characters that XML cannot hold do no harm', () => {
  const modelName = `</roentgan:ModelName><script>&"'\u0000\u001b\uD800\uFFFF\u{1F9B4}`;
  const xmp = provenanceXmp({ creatorTool: 'Roentgan', seed: 0, modelName });
  expect(xmp).toContain(
    '<roentgan:ModelName>&lt;/roentgan:ModelName&gt;&lt;script&gt;&amp;&quot;&apos;\uFFFD\uFFFD\uFFFD\uFFFD\u{1F9B4}</roentgan:ModelName>',
  );
});

function contentOf(xmp: string, name: string): string {
  const found = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xmp);
  expect(found, name).not.toBeNull();
  return found![1]!.replaceAll('&quot;', '"');
}
