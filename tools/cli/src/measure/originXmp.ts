import type { FileOrigin } from '@roentgan/measurer';

/** IPTC's term for a picture that is put together of several, of which one at least is synthetic. */
const compositeSynthetic = 'http://cv.iptc.org/newscodes/digitalsourcetype/compositeSynthetic';

/**
 * The XMP packet for a drawing on an image, so that a synthetic one stays marked: the image's own; for a DICOM file, which has none
 * but says that it is synthetic, one that says so.
 */
export function originXmp({ xmp, saysSynthetic }: FileOrigin): string | undefined {
  if (xmp !== undefined || !saysSynthetic) return xmp;
  return `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" Iptc4xmpExt:DigitalSourceType="${compositeSynthetic}"/></rdf:RDF></x:xmpmeta>`;
}
