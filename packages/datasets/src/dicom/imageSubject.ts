/** What the images of a dataset show, in the words that DICOM has for it. */
export interface ImageSubject {
  /** Body Part Examined (PS3.16, annex L), such as `KNEE`. */
  readonly bodyPart?: string;
  /** The side of the body that every image shows. */
  readonly laterality?: 'R' | 'L';
  /** View Position: which way the rays would have gone. */
  readonly view?: 'AP' | 'PA';
  /** Millimetres from row to row and from column to column. */
  readonly pixelSpacing?: readonly [rows: number, columns: number];
}

/**
 * What a model file states of the images it makes, read from its statement of training data: the words "knee", "anteroposterior" or
 * "posteroanterior", and "left knees mirrored to the right side" or the reverse. What is not stated stays open. The scale is no part of
 * this statement: it is the image output's `pixelSize`.
 */
export function subjectOf(provenance: { readonly trainingData?: string } | undefined): ImageSubject {
  const text = provenance?.trainingData ?? '';
  if (!/\bknees?\b/i.test(text)) return {};
  const views = (['AP', 'PA'] as const).filter((view) => viewWords[view].test(text));
  const mirrored = /\b(?:left|right) knees mirrored to the (left|right)\b/i.exec(text)?.[1]?.toLowerCase();
  return {
    bodyPart: 'KNEE',
    ...(mirrored && { laterality: mirrored === 'right' ? 'R' : 'L' }),
    ...(views.length === 1 && { view: views[0]! }),
  };
}

const viewWords = { AP: /\banteroposterior\b/i, PA: /\bposteroanterior\b/i };
