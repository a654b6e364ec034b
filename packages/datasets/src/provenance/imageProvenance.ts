import type { ImageProvenance } from '@roentgan/gan-runtime';
import type { DatasetContext, DatasetImage } from '../formats/format.ts';

/** What an image of a dataset says about where it comes from: the same in its XMP, its C2PA manifest and its DICOM tags. */
export function imageProvenance(
  { seed, labels, edits }: Pick<DatasetImage, 'seed' | 'labels' | 'edits'>,
  { software, model, sampling, licence = model.licence }: DatasetContext,
): ImageProvenance {
  return {
    creatorTool: software,
    seed,
    labels,
    edits,
    ...sampling,
    modelName: model.name,
    modelHash: model.sha256,
    attribution: model.attribution,
    licence,
  };
}
