/** Text as HTML. */
export function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replaceAll(/[&<>"']/g, (letter) => entities[letter]!);
}

/** A table with a caption; the first cell of a row is its heading. Cells are text. */
export function tableHtml(
  caption: string,
  header: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const heads = header.map((text) => `<th scope="col">${escapeHtml(text)}</th>`).join('');
  const body = rows
    .map(([first = '', ...rest]) => {
      const cells = rest.map((text) => `<td>${escapeHtml(text)}</td>`).join('');
      return `<tr><th scope="row">${escapeHtml(first)}</th>${cells}</tr>`;
    })
    .join('\n');
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(caption)}"><table><caption>${escapeHtml(caption)}</caption>
<thead><tr>${heads}</tr></thead><tbody>
${body}
</tbody></table></div>`;
}

/** A confusion matrix: a row a known grade; the diagonal is framed and a cell the darker, the larger its share of the row. */
export function matrixHtml(
  caption: string,
  names: readonly string[],
  table: readonly (readonly number[])[],
): string {
  const heads = names.map((name) => `<th scope="col">${escapeHtml(name)}</th>`).join('');
  const rows = table.map((counts, row) => {
    const total = Math.max(
      1,
      counts.reduce((sum, count) => sum + count, 0),
    );
    const cells = counts.map((count, column) => {
      const own = row === column ? ' class="own"' : '';
      return `<td${own} style="--share:${Math.round((count / total) * 100)}%">${count}</td>`;
    });
    return `<tr><th scope="row">${escapeHtml(names[row]!)}</th>${cells.join('')}</tr>`;
  });
  return `<table class="matrix"><caption>${escapeHtml(caption)}</caption>
<thead><tr><th scope="col">known \\ given</th>${heads}</tr></thead><tbody>
${rows.join('\n')}
</tbody></table>`;
}

export function figureHtml(svg: string, caption: string): string {
  return `<figure>${svg}<figcaption>${escapeHtml(caption)}</figcaption></figure>`;
}

/** One page with its style inside; readable in light and dark, and in print. */
export function pageHtml(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body><main>
${body}
</main></body>
</html>
`;
}

const style = `
:root { color-scheme: light dark; --page: #fff; --ink: #14191c; --soft: #566067; --line: #d8dcdf; --fill: #f4f5f5;
  --accent: #0f5f78; --real: #7a868d; --synthetic: #c2571a; }
@media (prefers-color-scheme: dark) { :root { --page: #0f1214; --ink: #e4e8ea; --soft: #98a3a9; --line: #2a3135; --fill: #181d20;
  --accent: #7cc4d8; --real: #9aa7ae; --synthetic: #f0925a; } }
body { margin: 0; background: var(--page); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 2.5rem 1.25rem 5rem; }
h1 { margin: 0; font-size: 1.75rem; line-height: 1.2; letter-spacing: -0.01em; }
h2 { margin: 3rem 0 0.75rem; font-size: 1.25rem; }
p, ul { max-width: 44rem; }
p { margin: 0.75rem 0; }
.soft, figcaption, caption { color: var(--soft); }
.key { display: grid; gap: 1px; margin: 1.5rem 0; background: var(--line); border: 1px solid var(--line); border-radius: 8px;
  overflow: hidden; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); }
.key div { padding: 0.9rem 1rem; background: var(--page); }
.key dt { color: var(--soft); font-size: 0.875rem; }
.key dd { margin: 0.15rem 0 0; font-size: 1.125rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; font-size: 0.875rem; font-variant-numeric: tabular-nums; }
.scroll table { min-width: 100%; }
caption { padding-bottom: 0.4rem; text-align: left; }
th, td { padding: 0.35rem 0.7rem; border-bottom: 1px solid var(--line); text-align: left; font-weight: 400; white-space: nowrap; }
th:first-child { padding-left: 0; }
thead th { color: var(--soft); }
tbody th { font-weight: 600; }
.pair { display: flex; flex-wrap: wrap; gap: 1.5rem 3rem; overflow-x: auto; padding: 2px; }
.matrix td { min-width: 2.2rem; padding: 0.35rem; border: 1px solid var(--line); text-align: center;
  background: color-mix(in srgb, var(--accent) calc(var(--share) * 0.45), transparent); }
.matrix th { border: 0; }
.matrix .own { outline: 2px solid var(--accent); outline-offset: -2px; }
figure { margin: 1.5rem 0; overflow-x: auto; }
figure svg { height: auto; overflow: visible; }
figure svg[width='720'] { min-width: 40rem; }
figcaption { position: sticky; left: 0; max-width: 44rem; }
figcaption { font-size: 0.875rem; }
code { font-size: 0.875em; }
@media print { main { max-width: none; padding: 0; } h2 { break-after: avoid; } figure, tr { break-inside: avoid; } }
`;
