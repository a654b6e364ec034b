import { type Graph, ModelFileError } from '@roentgan/gan-runtime/model-file';

/**
 * A graph whose images have a scale that their source does not state: `size` is in mm, between rows and between columns. What it may be
 * is checked where the model is written.
 */
export function attachPixelSize(
  graph: Graph,
  size: readonly [rows: number, columns: number],
  fileName: string,
): Graph {
  if (graph.outputs.every(({ channels }) => channels === 'raw'))
    throw new ModelFileError(`${fileName}: makes no images, expected no size of their pixels`);
  const outputs = graph.outputs.map((output) =>
    output.channels === 'raw' ? output : { ...output, pixelSize: size },
  );
  return { ...graph, outputs };
}
