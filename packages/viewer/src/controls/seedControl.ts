import type { Control } from './control.ts';

/** Random seeds stay short enough to read aloud. */
const randomSeeds = 1_000_000;

/** What a seed is set with. */
export interface SeedFields {
  readonly input: HTMLInputElement;
  readonly previous: HTMLButtonElement;
  readonly next: HTMLButtonElement;
  readonly random: HTMLButtonElement;
}

/** Wires a seed's number field and its three buttons. */
export function createSeedControl(
  { input, previous, next, random }: SeedFields,
  onInput: (seed: number) => void,
): Pick<Control, 'show'> {
  let seed = 0;

  function change(to: number): void {
    if (!Number.isSafeInteger(to) || to < 0) return;
    show(to);
    onInput(to);
  }
  function show(to: number): void {
    seed = to;
    input.value = String(to);
    // Not `disabled`: that would take the focus from whoever is stepping down.
    previous.ariaDisabled = String(to === 0);
  }
  // A field that is empty or wrong for a moment changes nothing; leaving it so shows the seed again.
  input.oninput = () => {
    if (input.validity.valid) change(input.valueAsNumber);
  };
  input.onchange = () => show(seed);
  previous.onclick = () => change(seed - 1);
  next.onclick = () => change(seed + 1);
  random.onclick = () => change(Math.floor(Math.random() * randomSeeds));
  return { show };
}
