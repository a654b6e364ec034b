/** What was thrown, in one line. */
export function errorLine(thrown: unknown): string {
  const message = thrown instanceof Error ? thrown.message || thrown.name : String(thrown);
  return message.split('\n', 1)[0]!.trim();
}
