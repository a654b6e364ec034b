import { type MarkWave, TILE, tileCosines } from './markWaves.ts';

/** The sum of the waves, rows from the top, scaled to a mean square of 1. The same bits on every machine. */
export function markTile(waves: readonly MarkWave[]): Float64Array<ArrayBuffer> {
  const cosines = tileCosines();
  const scale = 1 / Math.sqrt(waves.length / 2);
  const tile = new Float64Array(TILE * TILE);
  for (let y = 0; y < TILE; y++) {
    for (let x = 0; x < TILE; x++) {
      let sum = 0;
      for (const wave of waves) sum += cosines[(wave.x * x + wave.y * y + 16 * wave.quarters) & (TILE - 1)]!;
      tile[y * TILE + x] = sum * scale;
    }
  }
  return tile;
}
