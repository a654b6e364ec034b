/** Of files that were given together, which is the model, and what the others are to it. */
export interface Chosen<Item> {
  readonly main: Item;
  /** Files that the model may name: shards, external data. */
  readonly sides: readonly Item[];
  /** Layers of a state dict, as an architecture file states them. */
  readonly architecture?: Item;
}

/** What is looked at to tell files apart. */
export interface FileFacts {
  readonly name: string;
  /** Whether it is a TensorFlow.js model.json. */
  readonly isTfjs: boolean;
}

/**
 * A model.json comes with its shards, an .onnx with its external data, weights with the JSON that lists their layers.
 * @throws RangeError where no file, or more than one, could be the model
 */
export function chooseMain<Item extends FileFacts>(files: readonly Item[]): Chosen<Item> {
  const ends = (ending: string) => (item: Item) => item.name.toLowerCase().endsWith(ending);
  const isJson = ends('.json');
  const candidates = [
    files.filter(({ isTfjs }) => isTfjs),
    files.filter(ends('.onnx')),
    files.filter((file) => !isJson(file)),
    files,
  ].find((list) => list.length > 0);
  const [main, second] = candidates ?? [];
  if (!main) throw new RangeError('no file was given, expected a model file');
  if (second) {
    const names = candidates!.map(({ name }) => name).join(', ');
    throw new RangeError(`${names}: each could be the model, expected one with the files it needs`);
  }
  const others = files.filter((file) => file !== main);
  const architecture = main.isTfjs || ends('.onnx')(main) ? undefined : others.find(isJson);
  return { main, sides: others, ...(architecture && { architecture }) };
}
