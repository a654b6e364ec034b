import { embeddingWeight } from '../computedWeights.ts';
import type { LayerList } from '../layerList.ts';
import type { Shapes } from '../names.ts';
import { addSinusoid, type Frequencies } from './sinusoid.ts';

interface EmbeddingNames {
  /** Inputs of the graph. */
  readonly time: string;
  readonly label: string;
  /** Prefixes of the two linear layers. */
  readonly first: string;
  readonly second: string;
  /** The table of classes, where it is there. */
  readonly classes: string;
}

/** Sinusoid, linear, SiLU, linear, plus the class where there is one, and SiLU, which opens each residual block's use of it: [N, features]. */
export function addTimeEmbedding(
  list: LayerList,
  shapes: Shapes,
  names: EmbeddingNames,
  frequencies: Frequencies,
  cosinesFirst: boolean,
): string {
  const waves = addSinusoid(list, 'time.sinusoid', names.time, frequencies, { cosinesFirst });
  const hidden = list.add('linear', names.first, [waves], { weights: names.first, activation: 'silu' });
  const table = shapes.get(names.classes);
  if (!table) {
    return list.add('linear', names.second, [hidden], { weights: names.second, activation: 'silu' });
  }
  const [classes = 0, features = 0] = table;
  const time = list.add('linear', names.second, [hidden], { weights: names.second });
  const label = list.add('linear', 'label.embedding', [names.label], {
    weights: { weight: embeddingWeight(names.classes, classes, features) },
  });
  return list.add('add', 'embedding', [time, label], { activation: 'silu' });
}
