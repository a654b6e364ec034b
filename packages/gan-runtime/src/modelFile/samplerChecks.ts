/** What reads the sampler of a model file: code that only models with a sampler load, see lazyCode.ts. */
export { alphasCumprodOf } from '../sampler/alphasCumprod.ts';
export { checkSchedule } from './checkSchedule.ts';
export { parseSampler } from './parseSampler.ts';
