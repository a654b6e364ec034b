import type { Page } from '@playwright/test';
import { siteUrl } from './site.ts';

/** Opens a page of the site with this body and the element's script; isolated, so that it may share memory. */
export async function openOwnPage(
  page: Page,
  body: string,
  head = '',
  headers: Readonly<Record<string, string>> = {},
): Promise<void> {
  const html = `<!doctype html>
<html lang="en">
<meta name="viewport" content="width=device-width">
<title>own</title>
${head}
<script type="module" src="/gan-viewer.js"></script>
<body>${body}`;
  await page.route('**/own.html', (route) =>
    route.fulfill({
      body: html,
      contentType: 'text/html',
      headers: {
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
        ...headers,
      },
    }),
  );
  await page.goto(siteUrl('own.html'));
}
