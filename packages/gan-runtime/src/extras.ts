// All that is not needed to draw a seed's image: what only models with labels, edits, truncation, style mixing or images as inputs need, and
// images as values. And what reads any header, which these have. A page loads it as one file.
export { generateImages } from './generator/generateImages.ts';
export { imageInputs } from './generator/imageInputs.ts';
export { keepVector } from './generator/keepVector.ts';
export { labelInfo } from './generator/labelInfo.ts';
export { makeInputs } from './generator/makeInputs.ts';
export { zeroInputs } from './generator/zeroInputs.ts';
export { checkEdits, readAnyHeader } from './modelFile/headerChecks.ts';
export { overwriteOutput } from './session/overwriteOutput.ts';
export { Readback } from './session/readback.ts';
