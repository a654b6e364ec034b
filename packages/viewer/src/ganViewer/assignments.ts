/** Values by name, as in `{ grade: 3 }`: a number, or the name of a class. */
export type Assignments = Readonly<Record<string, number | string>>;

/**
 * Reads `"grade=3; side=left"`; a comma or a semicolon separates. Numbers become numbers.
 * @throws TypeError where a part is not NAME=VALUE
 */
export function parseAssignments(attribute: string, text: string): Record<string, number | string> {
  const values: Record<string, number | string> = {};
  for (const part of text.split(/[;,]/)) {
    if (part.trim() === '') continue;
    const equals = part.lastIndexOf('=');
    const name = part.slice(0, equals).trim();
    const value = part.slice(equals + 1).trim();
    if (equals < 0 || name === '' || value === '')
      throw new TypeError(`${attribute}: found "${part.trim()}", expected NAME=VALUE, as in "grade=3"`);
    values[name] = Number.isFinite(Number(value)) ? Number(value) : value;
  }
  return values;
}

/**
 * As `parseAssignments`, where only numbers make sense.
 * @throws TypeError where a value is no number
 */
export function parseNumbers(attribute: string, text: string): Record<string, number> {
  const numbers: Record<string, number> = {};
  for (const [name, value] of Object.entries(parseAssignments(attribute, text))) {
    if (typeof value !== 'number')
      throw new TypeError(`${attribute} "${name}": found "${value}", expected a number`);
    numbers[name] = value;
  }
  return numbers;
}

/** The text that `parseAssignments` reads back. */
export function formatAssignments(values: Assignments): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ');
}
