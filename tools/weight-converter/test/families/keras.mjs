// Models of the Keras kind with seeded weights, and what TensorFlow.js computes with them at batch 4. Each goes to
// FOLDER/<name>/ as model.json and shard, beside <name>.npz; keras.py makes the .h5 and .keras files of them.
//
//     node keras.mjs FOLDER && /usr/bin/python3 keras.py FOLDER
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { zipSync } from 'fflate';

const { layers } = tf;
const folder = process.argv[2];
const BATCH = 4;

/** mulberry32 */
function makeRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const count = (shape) => shape.reduce((product, size) => product * size, 1);

function seed(model) {
  const random = makeRandom(1);
  for (const weight of model.weights) {
    const inputs = Math.max(count(weight.shape) / weight.shape.at(-1), 1);
    const value = () => {
      if (/variance/.test(weight.name)) return 0.5 + random();
      if (/gamma/.test(weight.name)) return 0.7 + 0.6 * random();
      return (random() * 2 - 1) * (weight.shape.length > 1 ? Math.sqrt(3 / inputs) : 0.3);
    };
    const values = Float32Array.from({ length: count(weight.shape) }, value);
    weight.write(tf.tensor(values, weight.shape));
  }
}

function npy({ shape, data }) {
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`;
  const header = `${text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11)}\n`;
  const head = Uint8Array.from([
    0x93,
    ...Buffer.from('NUMPY'),
    1,
    0,
    header.length & 255,
    header.length >> 8,
  ]);
  return Buffer.concat([
    head,
    Buffer.from(header),
    Buffer.from(data.buffer, data.byteOffset, data.byteLength),
  ]);
}

function golden(model) {
  const random = makeRandom(2);
  const arrays = {};
  const inputs = model.inputs.map((input, at) => {
    const shape = [BATCH, ...input.shape.slice(1)];
    const value = () => (input.dtype === 'int32' ? Math.floor(random() * 3) : random() * 4 - 2);
    const data = Float32Array.from({ length: count(shape) }, value);
    arrays[`in.${model.inputNames?.[at] ?? input.name}.npy`] = npy({ shape, data });
    return tf.tensor(data, shape);
  });
  [model.predict(inputs)].flat().forEach((output, at) => {
    arrays[`out.${model.outputNames?.[at] ?? model.layers.at(-1).name}.npy`] = npy({
      shape: output.shape,
      data: output.dataSync(),
    });
  });
  return zipSync(arrays, { level: 9, mtime: new Date(2000, 0, 1) });
}

/** Weights as `tensorflowjs_converter --quantize_...` stores them; the model then computes with what they decode to. */
function quantised(model, dtype) {
  const shards = [];
  const weights = model.weights.map((weight) => {
    const values = weight.read().dataSync();
    const name = weight.originalName;
    if (dtype === 'float16') {
      const halves = Uint16Array.from(values, toHalf);
      weight.write(tf.tensor(Float32Array.from(halves, fromHalf), weight.shape));
      shards.push(Buffer.from(halves.buffer));
      return {
        name,
        shape: weight.shape,
        dtype: 'float32',
        quantization: { dtype, original_dtype: 'float32' },
      };
    }
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const scale = (high - low) / (dtype === 'uint8' ? 255 : 65535) || 1;
    const Stored = dtype === 'uint8' ? Uint8Array : Uint16Array;
    const codes = Stored.from(values, (value) => Math.round((value - low) / scale));
    weight.write(
      tf.tensor(
        Float32Array.from(codes, (code) => code * scale + low),
        weight.shape,
      ),
    );
    shards.push(Buffer.from(codes.buffer));
    return { name, shape: weight.shape, dtype: 'float32', quantization: { min: low, scale, dtype } };
  });
  return { weights, data: Buffer.concat(shards) };
}

/** Normal halves only: the weights here are of that size; what rounds below them becomes 0. */
function toHalf(value) {
  const bits = new Uint32Array(Float32Array.of(value).buffer)[0];
  const exponent = ((bits >>> 23) & 255) - 112;
  return exponent <= 0 ? 0 : ((bits >>> 16) & 0x8000) | (exponent << 10) | ((bits >>> 13) & 0x3ff);
}

function fromHalf(half) {
  const exponent = (half >> 10) & 31;
  return exponent === 0 ? 0 : (half & 0x8000 ? -1 : 1) * (1 + (half & 0x3ff) / 1024) * 2 ** (exponent - 15);
}

async function write(name, model, { dtype, rewrite = (topology) => topology } = {}) {
  seed(model);
  const stored = dtype && quantised(model, dtype);
  let artifacts;
  await model.save(
    tf.io.withSaveHandler(async (given) => {
      artifacts = given;
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    }),
  );
  const data = stored ? stored.data : Buffer.from(artifacts.weightData);
  const weights = stored ? stored.weights : artifacts.weightSpecs;
  const cut = Math.ceil(data.length / 2);
  const paths = ['group1-shard1of2.bin', 'group1-shard2of2.bin'];
  const json = {
    format: 'layers-model',
    generatedBy: artifacts.generatedBy,
    modelTopology: rewrite(artifacts.modelTopology),
    weightsManifest: [{ paths, weights }],
  };
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, 'model.json'), JSON.stringify(json));
  writeFileSync(join(folder, name, paths[0]), data.subarray(0, cut));
  writeFileSync(join(folder, name, paths[1]), data.subarray(cut));
  writeFileSync(join(folder, `${name}.npz`), golden(model));
}

/** The generator of Keras' WGAN-GP example: upsampling and a crop from 32 to 28. */
function wganGp() {
  const block = (filters) => [
    layers.upSampling2d({ size: [2, 2] }),
    layers.conv2d({ filters, kernelSize: 3, padding: 'same', useBias: false }),
    layers.batchNormalization({}),
  ];
  return tf.sequential({
    layers: [
      layers.dense({ units: 4 * 4 * 8, useBias: false, inputShape: [10] }),
      layers.batchNormalization({}),
      layers.leakyReLU({ alpha: 0.2 }),
      layers.reshape({ targetShape: [4, 4, 8] }),
      ...block(6),
      layers.leakyReLU({ alpha: 0.2 }),
      ...block(4),
      layers.leakyReLU({ alpha: 0.2 }),
      ...block(1),
      layers.activation({ activation: 'tanh' }),
      layers.cropping2D({
        cropping: [
          [2, 2],
          [2, 2],
        ],
      }),
    ],
  });
}

/** DCGAN as TensorFlow's tutorial writes it. */
function dcgan(start, channels) {
  const up = (filters, strides, rest = {}) =>
    layers.conv2dTranspose({ filters, kernelSize: 5, strides, padding: 'same', useBias: false, ...rest });
  return tf.sequential({
    layers: [
      layers.dense({ units: start * start * 6, useBias: false, inputShape: [7] }),
      layers.batchNormalization({}),
      layers.leakyReLU({}),
      layers.reshape({ targetShape: [start, start, 6] }),
      up(5, 1),
      layers.batchNormalization({}),
      layers.leakyReLU({}),
      up(4, 2),
      layers.batchNormalization({}),
      layers.leakyReLU({}),
      up(channels, 2, { activation: 'tanh' }),
    ],
  });
}

/** A label selects a row that the noise is multiplied with, in front of a generator that is a model of its own. */
function conditional(start) {
  const inner = dcgan(start, 1);
  const noise = tf.input({ shape: [7], name: 'noise' });
  const label = tf.input({ shape: [1], name: 'label', dtype: 'int32' });
  const row = layers.flatten().apply(layers.embedding({ inputDim: 3, outputDim: 7 }).apply(label));
  const image = inner.apply(layers.multiply().apply([noise, row]));
  return tf.model({ inputs: [noise, label], outputs: image });
}

/** pix2pix: strided convolutions down, transposed ones up, what was on the way down beside it. */
function unet(height, width) {
  const photo = tf.input({ shape: [height, width, 3], name: 'photo' });
  const down = (value, filters) => {
    const made = layers
      .conv2d({ filters, kernelSize: 4, strides: 2, padding: 'same', useBias: false })
      .apply(value);
    return layers.leakyReLU({ alpha: 0.2 }).apply(layers.batchNormalization({}).apply(made));
  };
  const up = (value, filters, beside) => {
    const made = layers
      .conv2dTranspose({ filters, kernelSize: 4, strides: 2, padding: 'same', useBias: false })
      .apply(value);
    const normal = layers.dropout({ rate: 0.5 }).apply(layers.batchNormalization({}).apply(made));
    return layers.reLU({}).apply(layers.concatenate().apply([normal, beside]));
  };
  const first = down(photo, 4);
  const second = down(first, 6);
  const joined = up(second, 5, first);
  const image = layers.conv2dTranspose({
    filters: 3,
    kernelSize: 4,
    strides: 2,
    padding: 'same',
    activation: 'tanh',
    name: 'picture',
  });
  return tf.model({ inputs: photo, outputs: image.apply(joined) });
}

function classifier(side) {
  return tf.sequential({
    layers: [
      layers.rescaling({ scale: 0.5, inputShape: [side, side, 1] }),
      layers.conv2d({ filters: 6, kernelSize: 3, activation: 'relu' }),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.separableConv2d({ filters: 5, kernelSize: 3, padding: 'same', activation: 'relu' }),
      layers.averagePooling2d({ poolSize: 2, padding: 'same' }),
      layers.flatten(),
      layers.dense({ units: 4, activation: 'softmax' }),
    ],
  });
}

/** What a Keras 3 export holds, which TensorFlow.js refuses: `batch_shape` where it wants `batch_input_shape`. */
function asKeras3(topology) {
  const renamed = (value) => {
    if (Array.isArray(value)) return value.map(renamed);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, entry]) => [
        key === 'batch_input_shape' ? 'batch_shape' : key,
        renamed(entry),
      ]),
    );
  };
  return { keras_version: '3.4.1', backend: 'tensorflow', model_config: renamed(topology) };
}

await write('keras-wgan-gp-28', wganGp());
await write('keras-dcgan-12', dcgan(3, 3));
await write('keras-conditional-8', conditional(2));
await write('keras-conditional-12', conditional(3));
await write('keras-unet-16', unet(16, 16));
await write('keras-unet-20x12', unet(20, 12));
await write('keras-classifier-16', classifier(16));
await write('keras-classifier-13', classifier(13));
await write('tfjs-layers-uint8-16', dcgan(4, 1), { dtype: 'uint8' });
await write('tfjs-layers-uint16-12', unet(12, 12), { dtype: 'uint16' });
await write('tfjs-layers-float16-12', dcgan(3, 1), { dtype: 'float16' });
await write('tfjs-layers-keras3-20', dcgan(5, 1), { rewrite: asKeras3 });
