import { embedding } from '../embedding/embedding.ts';
import { indexSelect } from '../indexSelect/indexSelect.ts';
import { operationsByName } from '../operationsByName.ts';
import { pad2d } from '../pad2d/pad2d.ts';
import { permute } from '../permute/permute.ts';
import { pixelShuffle, pixelUnshuffle } from '../pixelShuffle/pixelShuffle.ts';
import { avgPool2d, maxPool2d } from '../pool2d/pool2d.ts';
import { slice } from '../slice/slice.ts';

/** Moving, choosing and pooling values; rows of tables. */
export const operations = operationsByName([
  embedding,
  indexSelect,
  pad2d,
  permute,
  pixelShuffle,
  pixelUnshuffle,
  avgPool2d,
  maxPool2d,
  slice,
]);
