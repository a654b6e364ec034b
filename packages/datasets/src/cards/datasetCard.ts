import type { DatasetFormat } from '../formats/datasetFormat.ts';
import type { DatasetPlan } from '../plan/datasetPlan.ts';
import type { DatasetSettings } from '../plan/datasetSettings.ts';
import { largestRemainders } from '../plan/dealClasses.ts';
import { provenanceText } from '../provenance/provenanceText.ts';
import { frontMatter } from './frontMatter.ts';
import { limits, list, table } from './limits.ts';

/**
 * The dataset's card: what it is, from which seeds and model, with which mix and edits, and what it is not for. It has a front matter where
 * the format calls it README.md.
 * @param adapters what computed the images
 */
export function datasetCard(
  { settings }: Pick<DatasetPlan, 'settings'>,
  format: Pick<DatasetFormat, 'cardName' | 'description'>,
  adapters: readonly string[],
): string {
  const { name, count, width, height, channels, bits } = settings;
  const colour = channels === 1 ? 'grey' : 'colour';
  const sections = [
    `# ${name}`,
    `${count} synthetic images of ${width} x ${height} pixels, ${colour}, ${bits} bits, made by a trained model. **No image shows a patient. Not for diagnosis.**`,
    table(['', ''], facts(settings, format, adapters)),
    '## Labels',
    labelText(settings),
    '## Edits',
    editText(settings),
    '## How images say that they are synthetic',
    list(provenanceText(settings)),
    '## Limits',
    list(limits),
    '## To make it again',
    `The same settings with the same model file, on the same backend and adapter, give the same bytes. They are the first line of \`export.jsonl\`; its last line and those between note every file with its SHA-256, which \`roentgan export --check --out FOLDER\` compares. The model is described in [MODEL-CARD.md](MODEL-CARD.md).`,
  ];
  const front = format.cardName === 'README.md' ? frontMatter(settings) : '';
  return `${front}${sections.join('\n\n')}\n`;
}

function facts(
  settings: DatasetSettings,
  { description }: Pick<DatasetFormat, 'description'>,
  adapters: readonly string[],
) {
  const { model, seed, count, sampling, licence, date, split, software, backend } = settings;
  const parts = Object.entries(split ?? {});
  const sizes = largestRemainders(Object.values(split ?? {}), count);
  return [
    ['Layout', description],
    ['Model', `${model.name}, SHA-256 \`${model.sha256}\``],
    ['Seeds', `${seed} to ${seed + count - 1}; image k has seed ${seed} + k`],
    ...Object.entries(sampling ?? {}).map(([key, value]) => [key, String(value)]),
    ...(parts.length > 0 ? [['Parts', parts.map(([part], at) => `${part} ${sizes[at]}`).join(', ')]] : []),
    ['Licence', licence ?? (model.licence ? `that of the model: ${model.licence}` : 'not stated')],
    ...(model.attribution ? [['Attribution of the model', model.attribution]] : []),
    ...(date ? [['Date', date]] : []),
    ['Made with', `${software}, ${backend}: ${adapters.join('; ')}`],
  ];
}

function labelText({ mix, labels, count, classNames }: DatasetSettings): string {
  const fixed = Object.entries(labels).map(([label, value]) => `\`${label}\` is ${value} in every image.`);
  if (!mix) return fixed.length > 0 ? fixed.join(' ') : 'The model has none.';
  const shares = largestRemainders(mix.weights, count);
  const rows = shares.map((share, index) => [
    index,
    classNames?.[mix.label]?.[index] ?? '',
    mix.weights[index]!,
    share,
  ]);
  const counts = table([`\`${mix.label}\``, 'name', 'weight', 'images'], rows);
  return [`Dealt by weight, in an order that the first seed draws:\n\n${counts}`, ...fixed].join('\n\n');
}

function editText({ edits }: DatasetSettings): string {
  const rows = Object.entries(edits).map(([edit, amount]) => [
    edit,
    typeof amount === 'number'
      ? `${amount} in every image`
      : `${amount[0]} to ${amount[1]}, drawn evenly from each image's seed`,
  ]);
  return rows.length > 0 ? table(['edit', 'amount'], rows) : 'None.';
}
