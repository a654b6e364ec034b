import type { Model } from '@roentgan/gan-runtime/model-file';
import type { ModelName } from '../modelNames.ts';
import { cycleganResnet } from './cycleganResnet.ts';
import { dcgan } from './dcgan.ts';
import { pix2pixUnet } from './pix2pixUnet.ts';
import { stylegan2 } from './stylegan2.ts';
import { wganGpResnet } from './wganGpResnet.ts';

/** Models with random weights, the same every time, of the published shapes. */
const models: Readonly<Record<Exclude<ModelName, 'knee'>, (name: string) => Model>> = {
  dcgan64: (name) => dcgan(name, [512, 256, 128, 64]),
  dcgan256: (name) => dcgan(name, [1024, 512, 256, 128, 64, 32]),
  'wgan-gp-resnet128': (name) => wganGpResnet(name, [1024, 1024, 512, 256, 128, 64]),
  'pix2pix-unet256': (name) => pix2pixUnet(name, 8, 64),
  'cyclegan-resnet256': (name) => cycleganResnet(name, 64, 9),
  'stylegan2-256': (name) => stylegan2(name, 512, [512, 512, 512, 512, 512, 256, 128]),
};

/** One of the benchmark's models, without the embedded one. */
export function seededModel(name: Exclude<ModelName, 'knee'>): Model {
  return models[name](name);
}
