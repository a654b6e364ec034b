// All that only models with a sampler need: a page loads it as one file, and what it shares with the rest stays in the file that
// loads it.
export { SamplingCall } from './generator/samplingCall.ts';
export { alphasCumprodOf, checkSchedule, parseSampler } from './modelFile/samplerChecks.ts';
