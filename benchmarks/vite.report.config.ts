import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultClientConditions, defineConfig } from 'vite';
import { libraryVersions } from './src/versions.ts';

const output = join(import.meta.dirname, 'dist/report');

// The report page as one file, `dist/report/index.html`: it can be sent, kept and opened without a server.
export default defineConfig({
  root: join(import.meta.dirname, 'src/reportPage'),
  base: './',
  define: { __ROENTGAN__: JSON.stringify(libraryVersions().roentgan) },
  build: {
    outDir: output,
    emptyOutDir: true,
    target: 'es2022',
    chunkSizeWarningLimit: 2000,
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: false } },
  },
  resolve: { conditions: ['source', ...defaultClientConditions] },
  plugins: [
    {
      name: 'everything-in-one-file',
      closeBundle() {
        const read = (name: string): string => readFileSync(join(output, name), 'utf8');
        const page = read('index.html')
          .replace(
            /<link rel="stylesheet"[^>]* href="\.\/([^"]+)">/,
            (_, name) => `<style>${read(name)}</style>`,
          )
          // Inside a script element only its end tag, and what could open one in a comment, mean anything.
          .replace(/<script type="module"[^>]* src="\.\/([^"]+)"><\/script>/, (_, name) => {
            const code = read(name).replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
            return `<script type="module">${code}</script>`;
          });
        if (/ (src|href)="\.\//.test(page)) throw new Error('report page: something is not in the file');
        writeFileSync(join(output, 'index.html'), page);
        rmSync(join(output, 'assets'), { recursive: true });
      },
    },
  ],
});
