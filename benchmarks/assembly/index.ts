export { chain8, chain10, chain12, chain20 } from './chains';
export { sums8, sums16 } from './sums';
