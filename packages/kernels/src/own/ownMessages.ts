import type { ShaderMessage } from '../measure/compileCandidate.ts';
import type { OwnKernel } from './ownKernel.ts';

/** A compiler's message by the lines of the file that its author wrote. */
export interface OwnMessage extends ShaderMessage {
  /** From 1; 0 where it is about no line of the file. */
  readonly line: number;
  /** The line itself, of the file or of what stands before it. */
  readonly sourceLine: string;
  /** What it is about, where that is not the file. */
  readonly elsewhere?: 'prelude' | 'pipeline';
}

export function ownMessages(
  { candidate, linesBefore }: OwnKernel,
  messages: readonly ShaderMessage[],
): OwnMessage[] {
  const lines = candidate.source.split('\n');
  return messages.map((message) => {
    const sourceLine = lines[message.line - 1] ?? '';
    if (message.line === 0) return { ...message, sourceLine, elsewhere: 'pipeline' };
    if (message.line <= linesBefore) return { ...message, line: 0, sourceLine, elsewhere: 'prelude' };
    return { ...message, line: message.line - linesBefore, sourceLine };
  });
}

/** `file:line:column: error: text`, then the line and a caret under what it is about. */
export function formatMessage(
  file: string,
  { line, column, length, type, text, sourceLine, elsewhere }: OwnMessage,
): string {
  if (elsewhere === 'pipeline') return `${file}: ${type}: ${text}`;
  const where = elsewhere === 'prelude' ? `${file}, in what stands before it` : `${file}:${line}:${column}`;
  const marked = sourceLine.slice(column - 1);
  const width = Math.max(1, Math.min(length || 1, marked.length));
  // Tabs stay tabs, so that the caret stands where the terminal puts the character.
  const indent = sourceLine.slice(0, column - 1).replaceAll(/[^\t]/g, ' ');
  return `${where}: ${type}: ${text}\n  ${sourceLine}\n  ${indent}${'^'.repeat(width)}`;
}
