import { expect } from 'vitest';
import { ModelFileError } from '../src/errors.ts';
import { readModel } from '../src/modelFile/readModel.ts';
import { fileFrom, headerText } from './fileParts.ts';
import { plainAgrees } from './plainAgrees.ts';

/** Reads a file a.safetensors with a graph, whatever that is. */
export function read(graph: unknown, tensors?: Record<string, unknown>, dataLength?: number) {
  const file = fileFrom(headerText(graph, tensors), dataLength);
  plainAgrees(file);
  return readModel(file, 'a.safetensors');
}

/** What is said of a graph that is refused: one line that names the file, and not too long. */
export function refusal(graph: unknown): string {
  try {
    read(graph);
  } catch (error) {
    expect(error).toBeInstanceOf(ModelFileError);
    const { message } = error as Error;
    expect(message).toMatch(/^a\.safetensors: /);
    expect(message.length).toBeLessThan(1000);
    expect(message).not.toContain('\n');
    return message;
  }
  return 'read without an error';
}
