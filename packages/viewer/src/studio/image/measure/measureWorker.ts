import type { GeneratedImage } from '@roentgan/gan-runtime';
import { type Classifier, generatedRaster, measureKnee, openClassifier, toGrey } from '@roentgan/measurer';
import { answerQuestions } from '../../worker/answerQuestions.ts';
import type { Measurement } from './measuredEdits.ts';

/** What is measured of a generated image: its values, as they are. */
export type MeasuredImage = Pick<GeneratedImage, 'width' | 'height' | 'channels' | 'range' | 'values'>;

/** A picture to measure; `classifier` is the address of the model that says its grade. */
export interface MeasureRequest {
  readonly image: MeasuredImage;
  readonly classifier: string;
}

let opening: Promise<Classifier | Error> | undefined;

/** One that cannot be had is an answer too: what the outlines say does not need it. */
function classifierAt(address: string): Promise<Classifier | Error> {
  // One thread: the model that draws has the others.
  opening ??= openClassifier(new URL(address), { backend: 'cpu', threads: 1 }).catch((error: Error) => error);
  return opening;
}

async function measure({ image: given, classifier: address }: MeasureRequest): Promise<Measurement> {
  const image = generatedRaster(given);
  const knee = measureKnee(toGrey(image));
  const problems: string[] = [];
  const values: Record<string, number> = {};
  if (knee.found) {
    for (const [name, value] of Object.entries(knee))
      if (typeof value === 'number' && Number.isFinite(value)) values[name] = value;
  } else problems.push(`No knee was found: ${knee.reason}`);
  const classifier = await classifierAt(address);
  if (classifier instanceof Error) problems.push(`No grade: ${classifier.message}`);
  else values.grade = (await classifier.classify(image)).expectedGrade;
  return { values, problems };
}

// In their order: the newest question is the page's to choose.
answerQuestions(measure);
