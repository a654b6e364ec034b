import type { Family } from './architecture.ts';
import { sdVaeDecoder, sdVaeEncoder } from './autoencoders/sdVae.ts';
import { vae } from './autoencoders/vae.ts';
import { vaeEncoder } from './autoencoders/vaeEncoder.ts';
import { cgan } from './cgan.ts';
import { cnnClassifier } from './classifiers/cnnClassifier.ts';
import { resnetClassifier } from './classifiers/resnetClassifier.ts';
import { conditionalDcgan } from './conditionalDcgan.ts';
import { dcgan } from './dcgan.ts';
import { diffusersUnet } from './diffusion/diffusersUnet.ts';
import { openaiUnet } from './diffusion/openaiUnet.ts';
import { timeCnn } from './diffusion/timeCnn.ts';
import { embeddingDcgan } from './embeddingDcgan.ts';
import { fastgan } from './fastgan.ts';
import { cyclegan } from './imageToImage/cyclegan.ts';
import { pix2pixUnet } from './imageToImage/pix2pixUnet.ts';
import { pytorchGanUnet } from './imageToImage/pytorchGanUnet.ts';
import { mlp } from './mlp.ts';
import { progressiveGan } from './progressiveGan/progressiveGan.ts';
import { resnetGan } from './resnetGan/resnetGan.ts';
import { stylegan2 } from './stylegan2/stylegan2.ts';
import { upsamplingDcgan } from './upsamplingDcgan.ts';
import { esrgan } from './upscalers/esrgan.ts';
import { srgan } from './upscalers/srgan.ts';
import { srvgg } from './upscalers/srvgg.ts';

/** Built-in families, in the order they are tried: the strictest first. */
export const families: readonly Family[] = [
  stylegan2,
  diffusersUnet,
  openaiUnet,
  timeCnn,
  sdVaeDecoder,
  sdVaeEncoder,
  progressiveGan,
  fastgan,
  resnetGan,
  conditionalDcgan,
  upsamplingDcgan,
  cgan,
  embeddingDcgan,
  pix2pixUnet,
  pytorchGanUnet,
  cyclegan,
  resnetClassifier,
  esrgan,
  srgan,
  srvgg,
  vae,
  dcgan,
  mlp,
  vaeEncoder,
  cnnClassifier,
];
