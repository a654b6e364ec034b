import { channelGroups } from './activationLayout.ts';
import { flatWorkgroups, workgroupSize } from './dispatch.ts';
import type { Kernel, Workgroups } from './kernel.ts';
import code from './prelude/tiles.wgsl?raw';

/** How much one invocation of a tiled kernel computes; a workgroup has 8 x 8 of them. */
export interface TileSize {
  /** Output positions. */
  readonly rows: number;
  /** Groups of four output channels. */
  readonly columns: number;
  /** Groups of four input channels that are in workgroup memory at a time. */
  readonly depth: number;
}

/** 64 positions by 64 channels a workgroup: least traffic, for layers with enough of both to fill a GPU. */
export const largeTile: TileSize = { rows: 8, columns: 2, depth: 2 };
/** 32 positions by 32 channels a workgroup: four times as many workgroups. */
export const smallTile: TileSize = { rows: 4, columns: 1, depth: 4 };

/** The prelude of a tiled kernel. */
export function tilesPrelude({ rows, columns, depth }: TileSize): NonNullable<Kernel['prelude']> {
  return `const ROWS = ${rows}u;\nconst COLUMNS = ${columns}u;\nconst TILE_DEPTH = ${depth}u;\n${code}`;
}

/** One workgroup for each tile of `positions` by `channels`, `copies` times. */
export function tileWorkgroups(
  { rows, columns }: TileSize,
  positions: number,
  channels: number,
  copies = 1,
): Workgroups {
  const tiles = Math.ceil(positions / (8 * rows)) * Math.ceil(channelGroups(channels) / (8 * columns));
  return flatWorkgroups(workgroupSize * tiles * copies);
}
