/** The entry `@roentgan/gan-runtime/mark`: the mark in the pixels of synthetic images, and what finding it again needs. */
export { boxMean } from './image/mark/boxMean.ts';
export { MARK_SIDE, type MarkablePixels, markPixels } from './image/mark/markPixels.ts';
export { markTile } from './image/mark/markTile.ts';
export {
  HIGHEST_WAVE,
  type MarkSpectrum,
  type MarkWave,
  markWaves,
  SPECTRUM,
  TILE,
  waveIndex,
} from './image/mark/markWaves.ts';
export { type MarkMatch, matchMark, PLACES } from './image/mark/matchMark.ts';
