import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const folder = fileURLToPath(new URL('.', import.meta.url));

// A view's style stays on the page when another view comes to the front.
test('no class begins rules in the styles of two views', () => {
  const viewsOfClass = new Map<string, Set<string>>();
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!path.endsWith('.css') || path.startsWith('study')) continue; // another page
    const view = path.includes('/') ? path.split('/', 1)[0]! : 'what all views share';
    for (const name of firstClasses(readFileSync(`${folder}/${path}`, 'utf8')))
      viewsOfClass.set(name, (viewsOfClass.get(name) ?? new Set()).add(view));
  }
  expect(viewsOfClass.size).toBeGreaterThan(100);
  expect([...viewsOfClass].filter(([, views]) => views.size > 1)).toEqual([]);
});

/** The class that each selector of a style begins with. */
function firstClasses(style: string): string[] {
  const selectors = [...style.replaceAll(/\/\*.*?\*\//gs, '').matchAll(/([^{}]+)\{/g)].flatMap(([, list]) =>
    list!.split(','),
  );
  return selectors.flatMap((selector) => /^\s*\.([\w-]+)/.exec(selector)?.[1] ?? []);
}
