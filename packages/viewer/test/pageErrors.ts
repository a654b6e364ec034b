import type { Page } from '@playwright/test';

/** What a test says it brings about: other console errors fail it. */
export interface Expectations {
  /** Against the text of an error and the address that it is about. */
  consoleErrors: RegExp[];
}

/** As a fixture: nothing, until a test adds to it. */
// biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are needed from this pattern
export async function nothingExpected({}, use: (expected: Expectations) => Promise<void>): Promise<void> {
  await use({ consoleErrors: [] });
}

/** What Chromium warns of where WebGPU refuses something that nobody listens for: a page shows the old picture, or none. */
const refusal = /WGSL|\[Invalid \w+|is invalid due to a previous error/;

/** Uncaught errors, console errors and refusals of WebGPU of a page from now on; the list grows as they come. */
export function errorsOf(page: Page, expected: Expectations): string[] {
  const wrong: string[] = [];
  page.on('pageerror', (error) => wrong.push(error.message));
  page.on('console', (message) => {
    const refused = message.type() === 'warning' && refusal.test(message.text());
    if (message.type() !== 'error' && !refused) return;
    const text = `${message.text()} ${message.location().url}`;
    if (!expected.consoleErrors.some((pattern) => pattern.test(text))) wrong.push(text);
  });
  return wrong;
}
