import { expect, test } from 'vitest';
import { provideEverything } from '../../test/allOperations.ts';
import { changed, reluGraph } from '../../test/fileParts.ts';
import { read, refusal } from '../../test/hostileGraph.ts';

provideEverything();

const label = { kind: 'label', name: 'c', shape: ['N', 3], encoding: 'one-hot', default: 0 };
const edit = { name: 'e', tensor: 'z', vector: 'v', unit: 'mm', range: [-1, 1] };
/** What is wrong with an edit once these fields are changed. */
const badEdits: readonly (readonly [object, string])[] = [
  [{ vector: undefined }, 'edit "e": vector is undefined, expected a name'],
  [{ tensor: undefined }, 'edit "e": tensor is undefined, expected a name'],
  [{ tensor: undefined, vector: undefined }, 'edit "e": tensor is undefined, expected a name'],
  [{ step: 1 }, 'edits[0] has the unknown field "step", expected name, tensor, vector, label, calibration'],
  [{ label: 'c' }, 'edit "e": label is "c", expected an object'],
  [{ label: { tensor: 'z' } }, 'edit "e": label.tensor is "z", expected the name of a one-hot label with at'],
  [{ label: { tensor: 'c' } }, 'edit "e": label.tensor is "c", expected the name of a one-hot label with at'],
  [{ calibration: 1 }, 'edit "e": calibration is 1, expected an array'],
  [{ calibration: [] }, 'edit "e": calibration is [], expected at least two pairs that increase in both'],
  [{ calibration: [[0, 0, 0]] }, 'edit "e": calibration[0] has 3 entries, expected at most 2'],
  [{ calibration: [[0], [1, 1]] }, 'edit "e": calibration[0][1] is undefined, expected a finite number'],
  [
    { calibration: Array(1025).fill([0, 0]) },
    'edit "e": calibration has 1025 entries, expected at most 1024',
  ],
];

const ordered = { ...label, shape: ['N', 3] };
const severity = { name: 's', label: { tensor: 'c' }, unit: 'grades', range: [-1, 1] };
test.each<[unknown, string]>([
  [[{ ...edit, tensor: 'x' }], 'edit "e": tensor is "x", expected the name of a latent input'],
  [[edit], 'edit "e": vector "v" is missing, expected a tensor of the file'],
  [[edit, edit], 'edit "e" is there twice, expected unique names'],
  [[{ ...edit, range: [1, -1] }], 'edit "e": range is [1,-1], expected [low, high] with low below high'],
  ...badEdits.map(([change, message]): [unknown, string] => [[{ ...edit, ...change }], message]),
])('edits %j are refused', (found, message) => {
  expect(refusal(changed(reluGraph, 'edits', found))).toContain(`a.safetensors: ${message}`);
});

test('an edit vector of another size is refused', () => {
  const graph = { ...reluGraph, edits: [edit] };
  const tensors = { v: { dtype: 'F32', shape: [5], data_offsets: [0, 20] } };
  expect(() => read(graph, tensors, 20)).toThrow(
    'a.safetensors: edit "e": vector "v" is F32 [5], expected F32 or F16 with 4 values',
  );
});

test.each([
  [
    'calibration',
    [
      [0, 0],
      [1, 0],
    ],
    'calibration is [[0,0],[1,0]], expected at least two pairs that increase',
  ],
  [
    'calibration',
    [
      [0, 0],
      [-1, 1],
    ],
    'calibration is [[0,0],[-1,1]], expected at least two pairs that increase',
  ],
  [
    'calibration',
    [
      [-1, 0],
      [1, 2],
    ],
    'calibration is [[-1,0],[1,2]], expected [0,0] among its pairs',
  ],
  [
    'label.positions',
    [
      [0, 0],
      [1, 1],
    ],
    'label.positions go from 0 to 1, expected 0 to 2, the first and last',
  ],
  [
    'label.positions',
    [
      [0, 1],
      [1, 2],
    ],
    'label.positions go from 1 to 2, expected 0 to 2, the first and last',
  ],
  [
    'label.positions',
    [
      [0, 0],
      [0, 2],
    ],
    'label.positions is [[0,0],[0,2]], expected at least two pairs that',
  ],
  [
    'label.tensor',
    'd',
    'label.tensor is "d", expected the name of a one-hot label with at least two classes',
  ],
  [
    'label.tensor',
    'v',
    'label.tensor is "v", expected the name of a one-hot label with at least two classes',
  ],
])('an edit of a label whose %s is %j is refused', (path, entry, message) => {
  const inputs = [
    ...reluGraph.inputs,
    ordered,
    { ...ordered, name: 'd', shape: ['N', 1] },
    { ...ordered, name: 'v', shape: ['N', 1], encoding: 'value' },
  ];
  const graph = { ...reluGraph, inputs, edits: [severity] };
  expect(read(graph).graph).toEqual(graph);
  expect(refusal(changed(graph, `edits.0.${path}`, entry))).toContain(`a.safetensors: edit "s": ${message}`);
});
