// TF.js graph models of test/tfjsGraphModels.ts as folders, and what TensorFlow.js computes with them at batch 4.
//
//     node tfjsGraph.mjs FOLDER
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { zipSync } from 'fflate';
import { runnerImport } from 'vite';

const folder = process.argv[2];
const load = async (path) =>
  (
    await runnerImport(fileURLToPath(new URL(path, import.meta.url)), {
      configFile: false,
      logLevel: 'error',
    })
  ).module;
const { conditional, dcgan, unet } = await load('../tfjsGraphModels.ts');
const { randomInput } = await load('../randomInput.ts');
const { runTfjsGraph } = await load('../tfjsOracle.ts');
const tanh = 'StatefulPartitionedCall/model/Tanh';

await write('tfjs-graph-dcgan-20', dcgan({ shards: 2 }), { z: randomInput([4, 8]) }, tanh);
await write('tfjs-graph-dcgan-uint8-20', dcgan({ quantise: 'uint8' }), { z: randomInput([4, 8]) }, tanh);
await write(
  'tfjs-graph-dcgan-old-20',
  dcgan({ quantise: 'float16' }, true),
  { z: randomInput([4, 8]) },
  tanh,
);
const label = randomInput([4, 1], 2, 5);
const float = { shape: label.shape, data: label.data };
await write('tfjs-graph-cgan-8', conditional('float'), { z: randomInput([4, 6]), label: float }, 'pixels');
for (const [height, width] of [
  [16, 16],
  [24, 20],
]) {
  const name = `tfjs-graph-unet-${height}x${width}`;
  const shape = [1, height, width, 3];
  writeFileSync(join(folder, `${name}.convert.json`), `${JSON.stringify({ shapes: { picture: shape } })}\n`);
  await write(name, unet(), { picture: randomInput([4, height, width, 3]) }, 'styled');
}

async function write(name, model, inputs, output) {
  const [result] = await runTfjsGraph(model.bytes, model.open, inputs, [output]);
  const arrays = Object.fromEntries([
    ...Object.entries(inputs).map(([input, tensor]) => [`in.${input}.npy`, npy(tensor)]),
    [`out.${output}.npy`, npy(result)],
  ]);
  writeFileSync(join(folder, `${name}.npz`), zipSync(arrays, { level: 9, mtime: new Date(2000, 0, 1) }));
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, 'model.json'), model.bytes);
  for (const [path, bytes] of model.files) writeFileSync(join(folder, name, path), bytes);
}

function npy({ shape, data }) {
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`;
  const header = Buffer.from(`${text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11)}\n`);
  const head = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, header.length & 255, header.length >> 8]);
  return Buffer.concat([head, header, Buffer.from(data.buffer, data.byteOffset, data.byteLength)]);
}
