import type { ProvenanceReport } from '@roentgan/datasets';

/** One line of `roentgan check --json`. */
export function checkJson(file: string, report: ProvenanceReport): object {
  const { format, width, height, saysSynthetic, origin, manifest, mark } = report;
  return {
    file,
    format,
    width,
    height,
    saysSynthetic,
    ...(format === 'dicom'
      ? { dicom: origin.dicom ?? {} }
      : { xmp: { digitalSourceType: origin.digitalSourceType ?? null }, c2pa: manifest }),
    mark,
  };
}
