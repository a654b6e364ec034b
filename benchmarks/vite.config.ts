import { defaultServerConditions, defineConfig } from 'vite';

// The command half: `dist/run.js`, which Node imports. Roentgan's own sources are bundled with what its converter uses, the
// packages of this one are not.
export default defineConfig({
  build: {
    ssr: 'src/run.ts',
    target: 'node20',
    sourcemap: true,
    emptyOutDir: false,
    rolldownOptions: { output: { entryFileNames: '[name].js' } },
  },
  resolve: { conditions: ['source', ...defaultServerConditions] },
  ssr: {
    noExternal: [/^@roentgan\//, /^@bufbuild\//, 'fflate'],
    external: ['playwright-core', 'sirv'],
    resolve: { conditions: ['source', ...defaultServerConditions] },
  },
});
