// All that only models with labels, edits, truncation, style mixing or images as inputs need: a page loads it as one file.
export { imageInputs } from './generator/imageInputs.ts';
export { labelInfo } from './generator/labelInfo.ts';
export { makeInputs } from './generator/makeInputs.ts';
export { zeroInputs } from './generator/zeroInputs.ts';
export {
  checkEdits,
  parseExtras,
  parseInput,
  parsePixelSize,
  parseScoreNames,
} from './modelFile/extraChecks.ts';
