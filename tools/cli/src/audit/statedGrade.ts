/**
 * The grade that a text states: an index of the classes, a class's name, or either behind a word, as in `KL 3`, `grade3`, `kl_3`.
 * @returns `undefined` for anything else
 */
export function statedGrade(text: string, classes: readonly string[]): number | undefined {
  const named = classes.findIndex((name) => name.toLowerCase() === text.trim().toLowerCase());
  if (named >= 0) return named;
  const [, digits] = text.trim().match(/^(?:[a-z]+[ _-]?)?(\d+)(?:\.0+)?$/i) ?? [];
  const index = Number(digits ?? Number.NaN);
  return index >= 0 && index < classes.length ? index : undefined;
}
