/** What a model file may ask for. Checked before anything of that size is allocated. */
export const limits = {
  /** Bytes of the JSON header. */
  headerBytes: 4 * 1024 * 1024,
  /** Nesting of the header and of the graph. */
  jsonDepth: 32,
  /** Arrays, objects and commas of the header or of the graph. */
  jsonParts: 500_000,
  /** UTF-16 units of a name (tensor, node, input, label, ...). */
  nameLength: 512,
  /** UTF-16 units of a free text (licence, attribution, ...). */
  textLength: 16384,
  /** Keys of one JSON object, and so tensors of a file. */
  keys: 20_000,
  nodes: 10_000,
  /** Inputs, outputs, edits, directions or class names of a graph. */
  listLength: 4096,
  /** Inputs, weights or attributes of one node. */
  nodeListLength: 64,
  /** Entries of one array attribute, such as the index of indexSelect. */
  attributeLength: 65_536,
  /** Pairs of a curve by which an edit is calibrated. */
  curvePoints: 1024,
  /** Axes of an activation or a tensor. */
  rank: 6,
  /** Bytes on the GPU: weights as f32 plus the activations of one image. */
  memoryBytes: 4 * 1024 * 1024 * 1024,
} as const;
