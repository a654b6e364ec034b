import { type Model, tensorFromFloat32, tensorToFloat32 } from '@roentgan/gan-runtime/model-file';
import { describe, expect, it } from 'vitest';
import { convert } from '../convert.ts';
import { readOnnx } from './readOnnx.ts';
import { writeOnnx } from './write/writeOnnx.ts';

const vector = (...values: number[]) => tensorFromFloat32(Float32Array.from(values), [values.length]);

/** A labelled generator of 8x8 pixels with everything that an ONNX graph has no place for. */
const model: Model = {
  graph: {
    formatVersion: 1,
    name: 'knee',
    inputs: [
      { kind: 'latent', name: 'z', shape: ['N', 3], distribution: 'uniform', range: [-2, 2] },
      {
        kind: 'label',
        name: 'x',
        shape: ['N', 2],
        encoding: 'one-hot',
        names: ['left', 'right'],
        default: 1,
      },
    ],
    nodes: [
      { op: 'concat', name: 'c', inputs: ['z', 'x'], weights: {}, attributes: { axis: 1 }, output: 'c' },
      { op: 'linear', name: 'l', inputs: ['c'], weights: { weight: 'w' }, attributes: {}, output: 'l' },
      {
        op: 'reshape',
        name: 'r',
        inputs: ['l'],
        weights: {},
        attributes: { shape: ['N', 1, 8, 8] },
        output: 'image',
      },
    ],
    outputs: [{ name: 'image', shape: ['N', 1, 8, 8], range: [0, 255], channels: 'grey' }],
    edits: [
      { name: 'age', tensor: 'z', vector: 'w.transposed', unit: 'years', range: [-10, 10] },
      { name: 'side', label: { tensor: 'x' }, unit: 'sides', range: [-1, 1] },
    ],
    directions: [{ name: 'd', tensor: 'z', vector: 'v', unit: 'σ', range: [-3, 3] }],
    provenance: { licence: 'CC-BY-4.0', attribution: 'A. Person', trainingData: 'none', synthetic: true },
  },
  tensors: new Map([
    ['w', tensorFromFloat32(new Float32Array(64 * 5).fill(0.1), [64, 5])],
    ['w.transposed', vector(1, 0, -1)],
    ['v', vector(0, 1, 0)],
  ]),
};

describe('a model, as ONNX, and back', () => {
  it('keeps inputs, labels, edits, ranges and provenance', () => {
    const { graph, tensors } = readOnnx(writeOnnx(model), 'knee-copy.onnx');
    const { nodes: _, ...stated } = model.graph;
    const { nodes, ...found } = graph;
    expect(found.inputs).toEqual(stated.inputs);
    expect(found.outputs).toEqual(stated.outputs);
    expect(found.provenance).toEqual(stated.provenance);
    expect(found.name).toBe('knee');
    expect(nodes.length).toBeGreaterThan(0);
    expect(graph.edits![1]).toEqual(model.graph.edits![1]);
    expect([...tensorToFloat32(tensors.get(graph.edits![0]!.vector!)!)]).toEqual([1, 0, -1]);
    expect([...tensorToFloat32(tensors.get(graph.directions![0]!.vector!)!)]).toEqual([0, 1, 0]);
  });

  it('passes through convert, which adds where it came from', async () => {
    const { model: converted, notes } = await convert(writeOnnx(model), 'knee.onnx');
    expect(notes).toEqual([]);
    expect(converted.graph.provenance).toMatchObject({ licence: 'CC-BY-4.0', source: 'knee.onnx' });
    expect(converted.graph.edits).toMatchObject([{ name: 'age', unit: 'years' }, { name: 'side' }]);
  });

  const altered = (metadata: string) => {
    const bytes = Buffer.from(writeOnnx(model));
    const at = bytes.indexOf('"licence":"CC-BY-4.0"');
    bytes.write(metadata, at);
    return bytes;
  };

  it.each([
    [
      'text that is no JSON',
      '}}}}}}}}}}}}}}}}}}}}}',
      'knee.onnx: its metadata of Roentgan does not fit and is left out: ',
    ],
    ['a field that is unknown', '"license":"CC-BY-4.0"', 'license'],
  ])('%s is left out with a note', async (_, text, message) => {
    const { model: converted, notes } = await convert(altered(text), 'knee.onnx');
    expect(notes).toHaveLength(1);
    expect(notes[0]).toContain(message);
    expect(converted.graph.edits).toBeUndefined();
  });

  it('of another graph is left out with a note', async () => {
    const bytes = Buffer.from(writeOnnx(model));
    // The graph's own input is renamed, the metadata's is not.
    // Field 1 of a node or a value: tag, length 1, the name.
    const name = Buffer.from([0x0a, 1, 'x'.charCodeAt(0)]);
    let renamed = 0;
    for (let at = bytes.indexOf(name); at >= 0; at = bytes.indexOf(name, at), renamed++) bytes[at + 2] = 0x79;
    expect(renamed).toBeGreaterThan(1);
    const { notes, model: converted } = await convert(bytes, 'knee.onnx');
    expect(notes[0]).toContain('its inputs are others than those of the graph');
    expect(converted.graph.inputs.map(({ name }) => name)).toEqual(['z', 'y']);
  });
});
