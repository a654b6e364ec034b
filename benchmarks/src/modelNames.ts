/** The benchmark's own models, smallest first. */
export const modelNames = [
  'dcgan64',
  'knee',
  'dcgan256',
  'wgan-gp-resnet128',
  'pix2pix-unet256',
  'cyclegan-resnet256',
  'stylegan2-256',
] as const;

export type ModelName = (typeof modelNames)[number];

/** Measured where none are named: those that a processor can imitate a GPU for. */
export const defaultModels: readonly ModelName[] = ['dcgan64', 'knee'];
