import type { DatasetContext, DatasetImage } from '../formats/format.ts';
import { shortIdOf, uidOf } from './uid.ts';

/** Who an image would be of, and where it belongs among others. */
export interface DicomIdentity {
  readonly patientId: string;
  readonly patientName: string;
  readonly studyUid: string;
  readonly seriesUid: string;
}

/**
 * An image is a study of its own with one series and one instance, as a radiograph is: a viewer does not stack images of different
 * synthetic people to a volume. The patient is the model and the seed, so that the edits of one seed, which look alike, are
 * one patient: who splits a dataset by Patient ID keeps them together.
 */
export function identityOf(image: DatasetImage, context: DatasetContext): DicomIdentity {
  const { name, seed, labels, edits, bits } = image;
  const { model, sampling } = context;
  const made = JSON.stringify([sorted(labels), sorted(edits), sorted(sampling ?? {})]);
  const studyUid = uidOf('study', context.name, name, model.sha256, String(seed), made);
  return {
    patientId: `SYNTHETIC-${shortIdOf('patient', model.sha256, String(seed))}`,
    patientName: `SYNTHETIC^SEED ${seed}`,
    studyUid,
    seriesUid: uidOf('series', studyUid, String(bits)),
  };
}

function sorted(record: object): [string, unknown][] {
  return Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1));
}
