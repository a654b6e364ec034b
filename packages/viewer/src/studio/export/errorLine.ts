/** The first line of what was thrown, in the words of what failed: an export adds what a command can do about it. */
export function errorLine(thrown: unknown): string {
  const cause = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown;
  const [line, inner] = [firstLine(thrown), firstLine(cause)];
  return line.startsWith(`${inner};`) ? inner : line;
}

function firstLine(thrown: unknown): string {
  const message = thrown instanceof Error ? thrown.message || thrown.name : String(thrown);
  return message.split('\n', 1)[0]!;
}
