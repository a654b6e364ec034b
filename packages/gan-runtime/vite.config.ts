import { defaultClientConditions, defineConfig, type UserConfig } from 'vite';
import { keepTogether } from '../kernels/build/keepTogether.ts';
import { operationGroups } from '../kernels/build/operationGroups.ts';
import { shortKernels } from '../kernels/build/shortKernels.ts';
import { variantFiles, variantParts } from '../kernels/build/variantFiles.ts';
import { laterTexts } from './build/laterTexts.ts';

/** What pages load later. Entries, so that each is a file whose own names they get. */
const lazy = {
  errorTexts: 'src/errorTexts.ts',
  extras: 'src/extras.ts',
  halfFloat: 'src/modelFile/halfFloat.ts',
  runInputs: 'src/generator/runInputs.ts',
  sampling: 'src/sampling.ts',
  openCpu: 'src/cpu/openCpu.ts',
  imagePng: 'src/image/imagePng.ts',
  ...Object.fromEntries(operationGroups.map((name) => [name, `../kernels/src/groups/${name}.ts`])),
  lazyChoice: 'src/tuning/lazyChoice.ts',
  ...Object.fromEntries(Object.entries(variantFiles).map(([name, file]) => [name, `../kernels/src/${file}`])),
};

/** The kernels are inside, so that what a page loads first is one file, whatever bundles it, and a page may load the package as it is. */
const config: UserConfig = {
  resolve: { conditions: ['source', ...defaultClientConditions] },
  plugins: [shortKernels, laterTexts],
  build: { target: 'es2022', rolldownOptions: { external: /^node:/ } },
};

export default defineConfig({
  ...config,
  build: {
    ...config.build,
    lib: {
      entry: {
        index: 'src/index.ts',
        modelFile: 'src/modelFile.ts',
        mark: 'src/mark.ts',
        tuning: 'src/tuning.ts',
        ...lazy,
      },
      formats: ['es'],
    },
    sourcemap: true,
    rolldownOptions: {
      ...config.build?.rolldownOptions,
      preserveEntrySignatures: 'allow-extension',
      output: {
        codeSplitting: await keepTogether(config, {
          firstLoad: 'src/generator/loadGenerator.ts',
          ...lazy,
          lazyChoice: [lazy.lazyChoice, ...variantParts.map((file) => `../kernels/src/${file}`)],
        }),
      },
    },
  },
});
