import { expect, it } from 'vitest';
import { linearModel, open, pixel } from '../test/linearModel.ts';
import { findEdits } from './findEdits.ts';
import { joinMeasures, measureOf } from './measures.ts';

it('a calibration after which fewer images follow is left out', async () => {
  // Flattens to both sides and ripples: what a table asks for lies where the ripples are steeper than the rise.
  const exposure = measureOf({ name: 'exposure', unit: '' }, ({ values }) => {
    const value = values[2]!;
    return 0.5 * Math.tanh(value) + 0.02 * Math.sin(9 * value);
  });
  const { model, verdicts } = await findEdits({
    model: linearModel(),
    open,
    measures: joinMeasures([pixel(1, 'space'), exposure]),
    targets: [{ edit: 'exposure', attribute: 'exposure' }],
    samples: 240,
    starts: 32,
    seed: 5,
  });
  expect(model.graph.edits![0]!.calibration).toBeUndefined();
  // With the table 0.44 of them.
  expect(verdicts[0]!.monotone).toBeGreaterThan(0.7);
});
