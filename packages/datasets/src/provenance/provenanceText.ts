import type { DatasetSettings } from '../plan/datasetSettings.ts';
import { testCertificateSha256 } from './c2pa/testCertificate.ts';

/** How the images of a dataset say that they are synthetic, for its card: one sentence or two each. */
export function provenanceText({ mark, signer, format }: DatasetSettings): string[] {
  const isDicom = format === 'dicom';
  return [
    isDicom
      ? 'Attributes of each file: Synthetic Data (0008,001C) `YES`, Conversion Type (0008,0064) `SYN`, and Roentgan as the synthesizing equipment. Programs that write the file anew may leave them out.'
      : 'XMP of each file: digital source type `trainedAlgorithmicMedia`, with model, seed, labels and edits. Many programs leave it out when they write the file anew.',
    ...(isDicom ? [] : [signature(signer)]),
    mark
      ? 'A mark in the pixels that nobody sees and that outlives JPEG at quality 75, scaling to 75 % and a crop of 5 %. It says "made by Roentgan", not which image it is, and can be removed by who wants to. A network trained on these images together with unmarked ones may learn the mark.'
      : 'No mark in the pixels: the export was asked not to set one.',
    '`roentgan check FILE...` says what it finds in an image. That it finds nothing does not make an image real.',
  ];
}

function signature(signer: string | undefined): string {
  if (signer === undefined) return 'Files carry no C2PA manifest: the export was asked not to sign.';
  const made =
    'A C2PA manifest in each file, which says what made it and shows whether a byte was changed since';
  return signer === testCertificateSha256
    ? `${made}. It is signed with Roentgan's test certificate, whose key is public: it proves nothing about who made the file.`
    : `${made}. SHA-256 of the certificate that signed it: \`${signer}\`.`;
}
