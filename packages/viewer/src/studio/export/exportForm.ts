import { type DatasetRequest, type FormatName, loadFormat } from '@roentgan/datasets';
import { makeElement } from '../../controls/makeElement.ts';
import { capitalise } from '../../controls/sliderControl.ts';
import type { GanViewer } from '../../index.ts';
import type { StudioModel } from '../studioState.ts';

const formats: readonly (readonly [FormatName, string])[] = [
  ['png', 'PNG and a CSV table'],
  ['imagefolder', 'Hugging Face ImageFolder'],
  ['webdataset', 'WebDataset (tar)'],
  ['stylegan', 'StyleGAN (zip)'],
  ['dicom', 'DICOM'],
];

/** What the form says. */
export interface ExportChoice {
  readonly format: FormatName;
  readonly request: DatasetRequest;
}

export interface ExportForm {
  readonly fields: HTMLFieldSetElement;
  read(): ExportChoice;
}

/** The fields of an export: they begin with what the page shows. */
export function exportForm(
  model: StudioModel,
  shown: Pick<GanViewer, 'seed' | 'labels' | 'edits' | 'truncation'>,
): ExportForm {
  const count = numberField('export-count', 'Images', 100, 1);
  const seed = numberField('export-seed', 'First seed', shown.seed, 0);
  const format = makeElement('select', { id: 'export-format' });
  format.append(...formats.map(([name, text]) => makeElement('option', { value: name }, text)));
  const depths = makeElement('div', { class: 'segments' });
  const mixed = model.labels.find(({ classes }) => classes > 1);
  const mix = mixed && mixField(mixed);
  const isEdited = Object.keys(shown.edits).length > 0;
  const edited = makeElement('input', { type: 'checkbox', id: 'export-edits', checked: isEdited });

  let bits = 8;
  async function showDepths(): Promise<void> {
    const name = format.value;
    const { bits: known } = await loadFormat(name);
    if (format.value !== name) return;
    if (!known.includes(bits as 8)) bits = known[0]!;
    depths.replaceChildren(
      ...known.map((depth) => {
        const input = makeElement('input', {
          type: 'radio',
          name: 'export-bits',
          value: depth,
          checked: depth === bits,
        });
        input.addEventListener('change', () => {
          bits = depth;
        });
        return makeElement('label', {}, input, makeElement('span', {}, `${depth} bit`));
      }),
    );
  }
  format.addEventListener('change', showDepths);
  void showDepths();

  const legend = (text: string) => makeElement('legend', { class: 'heading' }, text);
  const fields = makeElement(
    'fieldset',
    { class: 'export-fields' },
    makeElement('div', { class: 'export-row' }, count.element, seed.element),
    ...(mix ? [mix.element] : []),
    makeElement('div', {}, makeElement('label', { class: 'heading', for: format.id }, 'Format'), format),
    makeElement('fieldset', {}, legend('Depth'), depths),
    ...(isEdited
      ? [makeElement('label', { class: 'export-check' }, edited, 'With the edits as they are set')]
      : []),
  );
  return {
    fields,
    read() {
      const labels = Object.fromEntries(
        Object.entries(shown.labels).filter(([name]) => name !== mixed?.name),
      );
      const { truncation } = shown;
      return {
        format: format.value as FormatName,
        request: {
          count: count.value(),
          seed: seed.value(),
          bits,
          labels,
          ...(mix && { mix: { label: mixed!.name, weights: mix.weights() } }),
          ...(edited.checked && { edits: shown.edits }),
          ...(truncation !== undefined && { sampling: { truncation } }),
        },
      };
    },
  };
}

function numberField(id: string, text: string, value: number, min: number) {
  const bounds = { min, max: Number.MAX_SAFE_INTEGER, step: 1, required: true };
  const input = makeElement('input', { id, type: 'number', class: 'field', inputmode: 'numeric', ...bounds });
  input.value = String(value);
  const label = makeElement('label', { class: 'heading', for: id }, text);
  return { element: makeElement('div', {}, label, input), value: () => input.valueAsNumber };
}

/** How often each class is drawn, with the share that comes of it. */
function mixField({ name, names, classes }: StudioModel['labels'][number]) {
  const texts = Array.from({ length: classes }, (_, at) => names?.[at] ?? String(at));
  const inputs = texts.map((text) => {
    const input = makeElement('input', {
      type: 'number',
      class: 'field',
      min: 0,
      step: 'any',
      required: true,
      'aria-label': `Share of ${name} ${text}`,
    });
    input.value = '1';
    return input;
  });
  const shares = texts.map(() => makeElement('span', { class: 'export-share', 'aria-hidden': 'true' }));
  const weights = () => inputs.map((input) => input.valueAsNumber);
  const show = () => {
    const sum = weights().reduce((total, weight) => total + weight, 0);
    for (const [at, weight] of weights().entries()) {
      shares[at]!.textContent = sum > 0 ? `${((weight / sum) * 100).toFixed(0)} %` : '';
    }
  };
  show();
  for (const input of inputs) input.addEventListener('input', show);
  const columns = texts.map((text, at) =>
    makeElement(
      'div',
      {},
      makeElement('span', { class: 'export-class', 'aria-hidden': 'true' }, text),
      inputs[at]!,
      shares[at]!,
    ),
  );
  const element = makeElement(
    'fieldset',
    {},
    makeElement('legend', { class: 'heading' }, `${capitalise(name)}, how often each`),
    makeElement('div', { class: 'export-mix' }, ...columns),
  );
  return { element, weights };
}
