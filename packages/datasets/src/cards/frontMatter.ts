import type { DatasetSettings } from '../plan/datasetSettings.ts';

/** Licences as the Hugging Face Hub names them, by SPDX identifier in lower case. */
const hubLicences = new Set([
  'apache-2.0',
  'mit',
  'cc0-1.0',
  'cc-by-4.0',
  'cc-by-sa-4.0',
  'cc-by-nc-4.0',
  'cc-by-nd-4.0',
  'cc-by-nc-sa-4.0',
  'cc-by-nc-nd-4.0',
  'odbl',
  'odc-by',
  'pddl',
]);

const sizes = [
  [1e3, 'n<1K'],
  [1e4, '1K<n<10K'],
  [1e5, '10K<n<100K'],
  [1e6, '100K<n<1M'],
  [1e7, '1M<n<10M'],
  [1e8, '10M<n<100M'],
] as const;

/**
 * The YAML block at the top of a README.md that the Hugging Face Hub reads:
 * https://huggingface.co/docs/hub/datasets-cards
 */
export function frontMatter(settings: DatasetSettings): string {
  const { name, mix, count } = settings;
  const size = sizes.find(([end]) => count < end)?.[1] ?? '100M<n<1B';
  return [
    '---',
    `pretty_name: ${JSON.stringify(name)}`,
    ...licenceLines(settings.licence ?? settings.model.licence),
    ...(mix ? ['task_categories:', '  - image-classification'] : []),
    'tags:',
    '  - synthetic',
    '  - roentgan',
    'size_categories:',
    `  - ${size}`,
    '---',
    '',
  ].join('\n');
}

/** JSON strings are YAML strings. */
function licenceLines(licence: string | undefined): string[] {
  if (licence === undefined) return ['license: unknown'];
  const identifier = licence.trim().toLowerCase().replace(/\s+/g, '-');
  if (hubLicences.has(identifier)) return [`license: ${identifier}`];
  return ['license: other', `license_name: ${JSON.stringify(licence)}`];
}
