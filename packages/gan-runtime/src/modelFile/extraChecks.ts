/** What reads more of a model file than latents, nodes and an image: see lazyCode.ts. */
export { checkEdits } from './checkEdits.ts';
export { checkScales } from './checkScales.ts';
export { parseExtras } from './graphExtras.ts';
export { parseInput } from './graphInputs.ts';
export { parsePixelSize, parseScoreNames } from './outputExtras.ts';
