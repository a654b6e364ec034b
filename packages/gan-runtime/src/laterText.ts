// Texts of errors are most of what checking takes, and a page whose model is sound needs none. Builds (build/laterTexts.ts) put
// `laterText(number, ...values)` in their place; `rethrow`, where an error leaves this package, loads them. Where nothing was built, texts
// stand in the code and all of this does nothing.

/** Open, part and close what stands for a text: control characters, which no name of a model file has. */
export const marks = ['\u0001', '\u0002', '\u0003'] as const;
const [OPEN, PART, CLOSE] = marks;

let toWords = (marked: string): string => marked;

/** For entries whose functions do not wait: from now on texts are words at once. */
export function provideTexts(inWords: (marked: string) => string): void {
  toWords = inWords;
}

/** Stands for a text and the values in it. */
export function laterText(...numberAndValues: readonly unknown[]): string {
  return toWords(OPEN + numberAndValues.map(String).join(PART) + CLOSE);
}

/** Throws an error, with its text in words; with the values alone where the words cannot be loaded. */
export async function rethrow(error: unknown): Promise<never> {
  if (error instanceof Error && error.message.includes(OPEN)) {
    try {
      (await import('./errorTexts.ts')).putIntoWords(error);
    } catch {
      error.message = error.message.replace(/\p{Cc}/gu, ' ');
    }
  }
  throw error;
}
