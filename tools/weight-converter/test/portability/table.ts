import { goldenBounds } from '../golden.ts';
import type { Results } from './variant.ts';

const introduction = `# Portability

Every golden file of tools/weight-converter/test (families and formats, small seeded weights) on every WebGPU implementation and CPU backend at
hand, against the outputs of the framework that it comes from (PyTorch, Keras, TensorFlow.js). Each number is the largest absolute difference
over all outputs, in units of the output's largest absolute value (about 1 for an image), over a batch (4 images; 2 in test/models) and its last
image alone. Bounds: ${goldenBounds.f32} at f32, ${goldenBounds.f16} at f16.

"f16 weights": a 16-bit file where the adapter has no 16-bit floats (SwiftShader) or the backend has none (CPU), so that activations are f32.
"f16": weights and activations are 16-bit.

\`pnpm --filter @roentgan/weight-converter run test:portability\` writes this page.
`;

/** The page with the table, and what is wrong with it: files that failed or passed their bound. */
export function describeResults({ differences, adapters }: Results): { page: string; problems: string[] } {
  const titles = Object.keys(adapters);
  const problems: string[] = [];
  const largest = new Map(titles.map((title) => [title, 0]));
  const rows = Object.entries(differences)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, row]) => {
      const cells = titles.map((title) => {
        const found = row[title] ?? 'did not run';
        const bound = title.includes('f16') ? goldenBounds.f16 : goldenBounds.f32;
        if (typeof found === 'string' || !(found < bound)) problems.push(`${name}, ${title}: ${found}`);
        if (typeof found === 'string') return 'failed';
        largest.set(title, Math.max(largest.get(title)!, found));
        return format(found);
      });
      return [name, ...cells];
    });
  const last = ['**largest**', ...titles.map((title) => `**${format(largest.get(title)!)}**`)];
  const lines = [['file', ...titles], ['---', ...titles.map(() => '---:')], ...rows, last];
  const table = lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  const list = titles.map((title) => `- ${title}: ${adapters[title]}`).join('\n');
  return { page: `${introduction}\n${list}\n\n${table}\n`, problems };
}

function format(difference: number): string {
  return difference === 0 ? '0' : difference.toExponential(1);
}
