import { HIGHEST_WAVE, waveIndex } from './markWaves.ts';

/** How far around a wave others are like it, in periods to a tile. */
const REACH = 2;

const lists: (readonly number[])[] = [];

/** Places of the waves around one in a spectrum, without itself. */
export function wavesAround(wave: number): readonly number[] {
  lists[wave] ??= listAround(wave);
  return lists[wave];
}

function listAround(wave: number): number[] {
  const columns = 2 * HIGHEST_WAVE + 1;
  const [x, y] = [(wave % columns) - HIGHEST_WAVE, Math.floor(wave / columns)];
  const list: number[] = [];
  for (let nearY = y - REACH; nearY <= Math.min(y + REACH, HIGHEST_WAVE); nearY++) {
    for (let nearX = x - REACH; nearX <= x + REACH; nearX++) {
      if (Math.abs(nearX) > HIGHEST_WAVE || (nearX === x && nearY === y)) continue;
      // A wave below the axis is the opposite of one above it, and as strong.
      list.push(nearY < 0 ? waveIndex(-nearX, -nearY) : waveIndex(nearX, nearY));
    }
  }
  return list;
}
