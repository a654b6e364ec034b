import { joinMeasures, type Measures, type Target } from '@roentgan/edit-finder';
import type { GeneratedImage, Graph } from '@roentgan/gan-runtime';
import {
  type Classifier,
  generatedRaster,
  gradeEdit,
  kneeEdits,
  kneeUnits,
  measureKnee,
  toGrey,
} from '@roentgan/measurer';

/** What is measured in a generated knee, named as the edits that change it. Generated knees are right ones. */
export function kneeMeasures(classifier: Classifier): Measures {
  const values = Object.entries(kneeEdits);
  const knee: Measures = {
    attributes: values.map(([name, value]) => ({ name, unit: kneeUnits[value] })),
    async measure(image) {
      const found = measureKnee(toGrey(generatedRaster(image)));
      if (!found.found) return undefined;
      const row = values.map(([, value]) => found[value]);
      return row.every(Number.isFinite) ? row : undefined;
    },
  };
  const severity: Measures = {
    attributes: [gradeEdit],
    async measure(image: GeneratedImage) {
      const { expectedGrade } = await classifier.classify(generatedRaster(image));
      return [expectedGrade];
    },
  };
  return joinMeasures([severity, knee]);
}

/** The edits to find: severity moves the model's label where it has one with classes. */
export function kneeTargets({ inputs }: Pick<Graph, 'inputs'>): Target[] {
  const labels = inputs.filter((input) => input.kind === 'label' && input.encoding === 'one-hot');
  const label = labels.length === 1 ? { label: labels[0]!.name } : {};
  return [
    { edit: gradeEdit.name, attribute: gradeEdit.name, ...label },
    ...Object.keys(kneeEdits).map((name) => ({ edit: name, attribute: name })),
  ];
}

/** Those of them that a model has; throws an error that names the file where it has none. */
export function presentTargets(graph: Pick<Graph, 'inputs' | 'edits'>, path: string): Target[] {
  const targets = kneeTargets(graph);
  const present = targets.filter(({ edit }) => graph.edits?.some(({ name }) => name === edit));
  if (present.length > 0) return present;
  const names = targets.map(({ edit }) => edit).join(', ');
  throw new Error(`${path}: has none of the edits that are measured, expected some of ${names}`);
}
