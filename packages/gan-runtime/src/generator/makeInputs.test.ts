import { describe, expect, it } from 'vitest';
import { provideEverything } from '../../test/allOperations.ts';
import { dcganModel } from '../../test/dcganModel.ts';
import { normalLatent } from '../latent/latent.ts';
import type { Edit, Graph } from '../modelFile/model.ts';
import { editReach } from './editMoves.ts';
import { makeInputs } from './makeInputs.ts';

provideEverything();

const { graph: base } = dcganModel({ channels: [8, 4, 1], classes: 5 });
const edit = { name: 'width', tensor: 'z', vector: 'v', unit: 'mm', range: [-2, 2] } as const;
const graph: Graph = { ...base, edits: [edit], truncation: { tensor: 'z', mean: 0.5 } };
const vectors = new Map([['v', Float32Array.of(1, 0, -1)]]);

describe('makeInputs', () => {
  it('gives image k of a batch the latent of its own seed', () => {
    const { z } = makeInputs(graph, vectors, [4, 9], {});
    expect(z!.shape).toEqual([2, 3]);
    expect([...z!.data]).toEqual([...normalLatent(4, 0, 3), ...normalLatent(9, 0, 3)]);
  });

  it('truncates towards the mean first, then adds the edit', () => {
    const { z } = makeInputs(graph, vectors, [4], { truncation: 0.25, edits: { width: -2 } });
    const sampled = normalLatent(4, 0, 3);
    const expected = [-2, 0, 2].map((shift, at) => 0.5 + (sampled[at]! - 0.5) * 0.25 + shift);
    z!.data.forEach((value, at) => {
      expect(value).toBeCloseTo(expected[at]!, 6);
    });
  });

  it('encodes labels by index, by name and by default', () => {
    const inputs = graph.inputs.map((input) =>
      input.kind === 'label'
        ? { ...input, names: ['none', 'doubtful', 'minimal', 'moderate', 'severe'], default: 1 }
        : input,
    );
    const named = { ...graph, inputs };
    const encode = (labels?: Record<string, number | string>) => [
      ...makeInputs(named, vectors, [1], labels ? { labels } : {}).grade!.data,
    ];
    expect(encode()).toEqual([0, 1, 0, 0, 0]);
    expect(encode({ grade: 4 })).toEqual([0, 0, 0, 0, 1]);
    expect(encode({ grade: 'minimal' })).toEqual([0, 0, 1, 0, 0]);
    expect(() => encode({ grade: 'mild' })).toThrow(
      'label "grade" is "mild", expected 0 to 4 or one of "none"',
    );
    expect(() => encode({ grade: 1.5 })).toThrow('label "grade" is 1.5');
  });

  describe('an edit of a label', () => {
    const severity = {
      name: 'severity',
      label: { tensor: 'grade' },
      unit: 'grades',
      range: [-4, 4],
    } as const;
    const gradeAfter = (change: Partial<Edit>, amount: number, labels = {}) => {
      const edited = { ...graph, edits: [{ ...severity, ...change }] };
      return makeInputs(edited, vectors, [4, 9], { labels, edits: { severity: amount } });
    };
    const positions = [
      [0.5, 0],
      [1, 1],
      [3, 3],
      [3.5, 4],
    ] as const;
    const uneven = { label: { tensor: 'grade', positions } };

    it.each([
      [{}, 0, 0, [1, 0, 0, 0, 0]],
      [{}, 0, 1.25, [0, 0.75, 0.25, 0, 0]],
      [{}, 0, 2, [0, 0, 1, 0, 0]],
      [{}, 3, -0.5, [0, 0, 0.5, 0.5, 0]],
      [{}, 3, 2, [0, 0, 0, 0, 1]],
      [{}, 1, -9, [1, 0, 0, 0, 0]],
      [uneven, 0, 0.25, [0.5, 0.5, 0, 0, 0]],
      [uneven, 0, 1.5, [0, 0, 1, 0, 0]],
      [uneven, 4, -0.25, [0, 0, 0, 0.5, 0.5]],
      [uneven, 2, 99, [0, 0, 0, 0, 1]],
      [
        {
          calibration: [
            [0, 0],
            [1, 3],
          ] as const,
        },
        0,
        0.5,
        [0, 0.5, 0.5, 0, 0],
      ],
    ])('%j moves class %d by %d', (change, from, amount, expected) => {
      const { grade } = gradeAfter(change, amount, { grade: from });
      expect(grade!.shape).toEqual([2, 5]);
      expect([...grade!.data]).toEqual([...expected, ...expected]);
    });

    it('starts at the default where the call states no class', () => {
      const inputs = graph.inputs.map((input) => (input.kind === 'label' ? { ...input, default: 3 } : input));
      const edited = { ...graph, inputs, edits: [severity] };
      const { grade } = makeInputs(edited, vectors, [1], { edits: { severity: 0.5 } });
      expect([...grade!.data]).toEqual([0, 0, 0, 0.5, 0.5]);
    });

    it('stops its vector where the label stops', () => {
      const both = { tensor: 'z', vector: 'v' };
      const { z, grade } = gradeAfter(both, 3, { grade: 3 });
      expect([...grade!.data]).toEqual([0, 0, 0, 0, 1, 0, 0, 0, 0, 1]);
      const sampled = [...normalLatent(4, 0, 3), ...normalLatent(9, 0, 3)];
      expect([...z!.data]).toEqual(sampled.map((value, at) => Math.fround(value + [1, 0, -1][at % 3]!)));
    });

    it.each([
      [{}, 0, [0, 4]],
      [{}, 3, [-3, 1]],
      [{ range: [-2, 2] as const }, 1, [-1, 2]],
      [uneven, 1, [-0.5, 2.5]],
      [
        {
          calibration: [
            [-1, -2],
            [0, 0],
            [1, 4],
          ] as const,
        },
        2,
        [-1, 0.5],
      ],
      [{ label: undefined, tensor: 'z', vector: 'v' }, 2, [-4, 4]],
    ])('%j of class %d reaches its ends at %j', (change, from, expected) => {
      expect(editReach(graph, { ...severity, ...change } as Edit, from)).toEqual(expected);
    });

    it('goes on from where another edit of the label left it', () => {
      const edits = [severity, { ...severity, name: 'more' }];
      const call = { labels: { grade: 3 }, edits: { more: -0.75, severity: 2 } };
      const { grade } = makeInputs({ ...graph, edits }, vectors, [1], call);
      expect([...grade!.data]).toEqual([0, 0, 0, 0.75, 0.25]);
    });
  });

  it('reads the step of a calibrated edit between its pairs and beyond them', () => {
    const calibration = [
      [-1, -3],
      [0, 0],
      [2, 1],
    ] as const;
    const calibrated = { ...graph, edits: [{ ...edit, calibration }] };
    const shiftOf = (width: number) => {
      const [moved, still] = [{ edits: { width } }, {}].map(
        (options) => makeInputs(calibrated, vectors, [4], options).z!.data[0]!,
      );
      return moved! - still!;
    };
    const expected = [
      [-2, -6],
      [-0.5, -1.5],
      [1, 0.5],
      [2, 1],
      [4, 2],
    ] as const;
    for (const [amount, step] of expected) expect(shiftOf(amount), `${amount}`).toBeCloseTo(step, 6);
  });

  it('refuses models that take images', () => {
    const image = { kind: 'image', name: 'x', shape: ['N', 1, 8, 8], range: [0, 1] } as const;
    expect(() => makeInputs({ ...graph, inputs: [image] }, vectors, [1], {})).toThrow('use run()');
  });
});

describe('labels and edits of each image', () => {
  const each = [{ labels: { grade: 2 } }, { labels: { grade: 4 }, edits: { width: -1 } }];

  it('stand over those of the call, as calls for one image would have them', () => {
    const options = { labels: { grade: 1 }, edits: { width: 2 } };
    const together = makeInputs(graph, vectors, [4, 9], options, each);
    const alone = [
      makeInputs(graph, vectors, [4], { labels: { grade: 2 }, edits: { width: 2 } }),
      makeInputs(graph, vectors, [9], { labels: { grade: 4 }, edits: { width: -1 } }),
    ];
    for (const name of ['z', 'grade']) {
      expect([...together[name]!.data]).toEqual(alone.flatMap((inputs) => [...inputs[name]!.data]));
    }
  });

  it('are checked', () => {
    const wrong = [{}, { labels: { grade: 9 } }];
    expect(() => makeInputs(graph, vectors, [4, 9], {}, wrong)).toThrow(
      'label "grade" is 9, expected 0 to 4',
    );
  });
});
