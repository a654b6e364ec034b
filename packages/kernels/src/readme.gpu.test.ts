import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { testDevice } from '../test/device.ts';
import { readElements, upload } from '../test/execute.ts';
import * as kernels from './index.ts';
import { seededValues } from './measure/seededValues.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const snippets = [...readme.matchAll(/^```js\n(.*?)^```$/gms)].map(([, code]) => code!);

/** Runs the snippets, one behind the other, as a page would; imports become names of the package. */
async function runSnippets(names: Readonly<Record<string, unknown>>): Promise<void> {
  const code = snippets
    .join('\n')
    .replaceAll(/^import (\{.*\}) from '@roentgan\/kernels';$/gm, 'const $1 = kernels;');
  const parameters = { kernels, ...names };
  new Function(...Object.keys(parameters), code)(...Object.values(parameters));
}

describe('README', () => {
  it('runs any kernel with a function of fifteen lines', () => {
    const [run] = /^function run\(.*?^\}$/ms.exec(snippets[0]!)!;
    expect(run.split('\n').length).toBeLessThanOrEqual(15);
  });

  it('has snippets that run and give what the references give', async () => {
    const device = await testDevice();
    const image = seededValues('README', [1, 3, 8, 8], 1);
    const filter = seededValues('README filter', [5, 3, 3, 3], 1);
    const offsets = seededValues('README bias', [5], 1);
    const buffer = (vectors: number) => device.createBuffer({ size: vectors * 16, usage: 0x80 | 0x4 });
    const upsampled = [1, 3, 16, 16];
    const convolved = [1, 5, 8, 8];
    const packing = { shape: filter.shape, dtype: 'F32', transposed: false, groups: 1 } as const;
    const buffers = {
      input: upload(device, kernels.packActivation(image)),
      output: buffer(kernels.activationLayout(upsampled).vectors),
      convolved: buffer(kernels.activationLayout(convolved).vectors),
      weight: buffer(kernels.packedVectors(packing)),
      raw: upload(device, filter.data),
      scale: upload(device, new Float32Array(5).fill(1)),
      bias: upload(device, kernels.channelParameters(5, offsets.data, undefined)),
    };
    await runSnippets({ device, ...buffers });

    const resampling = { size: [16, 16], mode: 'bilinear', alignCorners: false } as const;
    const larger = kernels.referenceOf(kernels.upsample2d)([image], {}, resampling, upsampled);
    const same = kernels.conv2d.parseAttributes({ padding: [1, 1, 1, 1] }, 'README');
    const sums = kernels.referenceOf(kernels.conv2d)(
      [image],
      { weight: filter, bias: offsets },
      same,
      convolved,
    );
    for (const [buffer, { shape, data }] of [
      [buffers.output, larger],
      [buffers.convolved, { shape: convolved, data: sums.data.map((value) => Math.max(value, 0)) }],
    ] as const) {
      const found = kernels.unpackActivation(await readElements(device, buffer, 'f32'), shape);
      const worst = found.data.reduce((error, value, at) => Math.max(error, Math.abs(value - data[at]!)), 0);
      expect(worst).toBeLessThanOrEqual(1e-4);
    }
  });
});
