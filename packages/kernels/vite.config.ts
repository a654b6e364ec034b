import { defineConfig, type UserConfig } from 'vite';
import { keepTogether } from './build/keepTogether.ts';
import { operationGroups } from './build/operationGroups.ts';
import { shortKernels } from './build/shortKernels.ts';

/** Entries, so that each is a file whose own names a page gets when it loads it. */
const groups = Object.fromEntries(operationGroups.map((name) => [name, `src/groups/${name}.ts`]));

const config: UserConfig = {
  plugins: [shortKernels],
  build: { target: 'es2022', rolldownOptions: { external: [/^@roentgan\//, /^node:/] } },
};

export default defineConfig({
  ...config,
  build: {
    ...config.build,
    lib: {
      entry: {
        index: 'src/index.ts',
        core: 'src/core.ts',
        operations: 'src/operations.ts',
        ...groups,
        measure: 'src/measure/index.ts',
        own: 'src/own/index.ts',
        readable: 'src/readable/index.ts',
        variants: 'src/variants.ts',
      },
      formats: ['es'],
    },
    sourcemap: true,
    rolldownOptions: {
      ...config.build?.rolldownOptions,
      preserveEntrySignatures: 'allow-extension',
      output: {
        codeSplitting: await keepTogether(config, { firstLoad: 'src/core.ts', ...groups }),
        banner: ({ name }) =>
          name === 'own' ? '/*! includes wgsl_reflect, MIT licence, copyright 2021 Brendan Duncan */' : '',
      },
    },
  },
});
