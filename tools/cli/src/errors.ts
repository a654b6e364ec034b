/** Arguments nobody can use: the command ends with exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The first line of what was thrown: what the command prints instead of a stack. */
export function errorLine(thrown: unknown): string {
  const message = thrown instanceof Error ? thrown.message || thrown.name : String(thrown);
  return message.split('\n', 1)[0]!.trim();
}
