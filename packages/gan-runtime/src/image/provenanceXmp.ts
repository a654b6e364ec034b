import type { Towards } from '../generator/towards.ts';

/** What an image says about where it comes from. */
export interface ImageProvenance {
  /** Program and version, such as `Roentgan 0.1.0`. */
  readonly creatorTool: string;
  /** Absent where a model without latents made the image from another one. */
  readonly seed?: number | undefined;
  /** The image file that this one was made from: the SHA-256 of its bytes, hexadecimal, where that is known. */
  readonly source?: { readonly sha256?: string } | undefined;
  readonly labels?: Readonly<Record<string, number | string>> | undefined;
  readonly edits?: Readonly<Record<string, number>> | undefined;
  readonly truncation?: number | undefined;
  /** Style mixing: the second seed and the first layer that takes its style. */
  readonly mix?: { readonly seed: number; readonly from: number } | undefined;
  /** The image on the way to which this one is: 0 is none of the way, 1 all of it. */
  readonly towards?: Towards | undefined;
  /** Of a moving picture: the path that its frames follow; the rest is of the first. */
  readonly animation?: Readonly<Record<string, unknown>> | undefined;
  /** Name of the sampler, its steps and the scale of its guidance. */
  readonly sampler?: string | undefined;
  readonly steps?: number | undefined;
  readonly guidance?: number | undefined;
  readonly modelName?: string | undefined;
  /** SHA-256 of the model file, hexadecimal. */
  readonly modelHash?: string | undefined;
  readonly attribution?: string | undefined;
  readonly licence?: string | undefined;
}

/** The IPTC term for media that a trained model made. */
export const trainedAlgorithmicMedia =
  'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia';

/** Namespace of the properties that have no standard name. */
export const roentganNamespace = 'urn:x-roentgan:xmp:1.0/';

/**
 * An XMP packet (ISO 16684-1) that marks an image as made by a trained model and says with what.
 * `roentgan:Labels`, `roentgan:Edits`, `roentgan:Mix`, `roentgan:Towards`, `roentgan:Source` and `roentgan:Animation` are JSON objects.
 */
export function provenanceXmp(provenance: ImageProvenance): string {
  const { seed, source, labels, edits, truncation, mix, towards, animation, sampler, steps, guidance } =
    provenance;
  const { modelName, modelHash, attribution, licence } = provenance;
  const properties = [
    property('Iptc4xmpExt:DigitalSourceType', trainedAlgorithmicMedia),
    property('xmp:CreatorTool', provenance.creatorTool),
    seed !== undefined && property('roentgan:Seed', String(seed)),
    source && property('roentgan:Source', JSON.stringify(source)),
    labels && property('roentgan:Labels', JSON.stringify(labels)),
    edits && property('roentgan:Edits', JSON.stringify(edits)),
    truncation !== undefined && property('roentgan:Truncation', String(truncation)),
    mix && property('roentgan:Mix', JSON.stringify(mix)),
    towards && property('roentgan:Towards', JSON.stringify(towards)),
    animation && property('roentgan:Animation', JSON.stringify(animation)),
    sampler !== undefined && property('roentgan:Sampler', sampler),
    steps !== undefined && property('roentgan:Steps', String(steps)),
    guidance !== undefined && property('roentgan:Guidance', String(guidance)),
    modelName !== undefined && property('roentgan:ModelName', modelName),
    modelHash !== undefined && property('roentgan:ModelSha256', modelHash),
    attribution !== undefined && property('photoshop:Credit', attribution),
    licence !== undefined && property('roentgan:Licence', licence),
  ].filter((line) => typeof line === 'string');
  return `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
    xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
    xmlns:roentgan="${roentganNamespace}">
${properties.join('\n')}
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>`;
}

function property(name: string, text: string): string {
  return `   <${name}>${escapeXml(text)}</${name}>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text for XML 1.0: characters that it cannot hold become U+FFFD. */
function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\uFFFD')
    .replace(/[&<>"']/g, (character) => entities[character]!);
}
