/** What every card says of synthetic images. */
export const limits: readonly string[] = [
  'Every image is synthetic: a trained model made it. It shows no patient.',
  '**Not for diagnosis**, nor for any decision about a patient; not a medical device.',
  'A label is what the model was asked for. Nobody has read the images: what one shows may differ from its label.',
  'A generator can repeat images that it was trained on, and it leaves out what is rare in them. `roentgan audit` compares a dataset with a local folder of real images.',
  'What is measured on synthetic images need not hold for real ones: test on real images before you rely on it.',
];

/** Lines of a Markdown list. */
export function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}

/** A Markdown table; a bar in a cell is escaped, a line feed becomes a space. */
export function table(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) =>
    `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|').replace(/\s+/g, ' ')).join(' | ')} |`;
  return [line(header), `|${header.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}
