import { makeElement } from '../../controls/makeElement.ts';

/** A field for a whole number. */
export interface WholeField {
  readonly element: HTMLElement;
  readonly input: HTMLInputElement;
  /** @throws RangeError with the field's name */
  read(): number;
}

export function wholeField(
  id: string,
  text: string,
  { least, most, start }: { readonly least: number; readonly most: number; readonly start: number },
): WholeField {
  const isGood = (value: number) => Number.isInteger(value) && value >= least && value <= most;
  const input = makeElement('input', {
    id,
    type: 'number',
    class: 'field',
    inputmode: 'numeric',
    min: least,
    max: most,
    step: 1,
    required: true,
  });
  input.value = String(isGood(start) ? start : least);
  return {
    element: makeElement(
      'p',
      { class: 'whole-field' },
      makeElement('label', { class: 'field-label', for: id }, text),
      input,
    ),
    input,
    read() {
      const value = input.valueAsNumber;
      if (isGood(value)) return value;
      throw new RangeError(
        `${text}: found "${input.value}", expected a whole number from ${least} to ${most}`,
      );
    },
  };
}
