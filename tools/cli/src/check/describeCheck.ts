import type { FoundMark, ManifestReport, ProvenanceReport } from '@roentgan/datasets';
import { xmpFacts } from './xmpFacts.ts';

/** What `roentgan check` prints of a file: what it comes to, and below that each way in which a file can say that it is synthetic. */
export function describeCheck(file: string, report: ProvenanceReport): string {
  const { origin, manifest, mark, saysSynthetic } = report;
  const verdict = saysSynthetic
    ? 'says that it is synthetic'
    : 'nothing found that says it is synthetic, which does not make it a real image';
  const lines =
    report.format === 'dicom'
      ? [`DICOM   ${describeDicom(origin)}`]
      : [`XMP     ${describeXmp(origin)}`, `C2PA    ${describeManifest(manifest!)}`];
  return [`${file}: ${verdict}`, ...lines, `pixels  ${describeMark(mark)}`].join('\n  ');
}

function describeXmp({ xmp, digitalSourceType }: ProvenanceReport['origin']): string {
  if (digitalSourceType === undefined) return xmp === undefined ? 'none' : 'no digital source type';
  const { CreatorTool, ModelName, Seed, Labels, Edits } = xmpFacts(xmp!);
  const facts = [
    CreatorTool && `made by ${CreatorTool}`,
    ModelName && `model ${ModelName}`,
    Seed && `seed ${Seed}`,
    Labels && `labels ${Labels}`,
    Edits && Edits !== '{}' && `edits ${Edits}`,
  ];
  return [digitalSourceType, ...facts.filter(Boolean)].join(', ');
}

function describeDicom({ dicom = {} }: ProvenanceReport['origin']): string {
  const { syntheticData, conversionType, synthesizer } = dicom;
  const maker = synthesizer && [synthesizer.manufacturer, synthesizer.model, synthesizer.software];
  return [
    `Synthetic Data ${syntheticData ?? 'not stated'}`,
    conversionType !== undefined && `Conversion Type ${conversionType}`,
    maker && `synthesized by ${maker.filter(Boolean).join(' ')}`,
  ]
    .filter(Boolean)
    .join(', ');
}

const states: Readonly<Record<ManifestReport['state'], string>> = {
  none: 'none',
  unreadable: 'a manifest that cannot be read',
  intact: 'not changed since it was signed',
  expired: 'not changed since it was signed, with a certificate that is not valid today',
  changed: 'CHANGED since it was signed',
  invalid: 'a manifest that does NOT HOLD',
};

function describeManifest(manifest: ManifestReport): string {
  const { state, reason, digitalSourceType, software, signer } = manifest;
  const why = reason === undefined ? '' : ` (${reason})`;
  const who = signer?.isTest
    ? `signed with Roentgan's TEST certificate, whose key is public: proves nothing about who made it`
    : signer &&
      `signed by ${signer.name}, issued by ${signer.issuer} (held against no list of trusted issuers)`;
  return [
    state === 'none' || state === 'unreadable' ? undefined : (digitalSourceType ?? 'no digital source type'),
    software && `made by ${software}`,
    `${states[state]}${why}`,
    who,
  ]
    .filter(Boolean)
    .join(', ');
}

function describeMark({ found, chance, scale, mirrored }: FoundMark): string {
  if (!found) return 'no mark';
  const size = `in ${Math.round(scale * 100)} % of its size${mirrored ? ', mirrored' : ''}`;
  return `Roentgan's mark, ${size}; an image without it looks like this with a chance below ${chance.toExponential(0)}`;
}
