import { defineConfig, type UserConfig } from 'vite';
import { keepTogether } from '../kernels/build/keepTogether.ts';
import { shortKernels } from '../kernels/build/shortKernels.ts';

/** What pages load later. Entries, so that each is a file whose own names they get. */
const lazy = {
  extras: 'src/extras.ts',
  runInputs: 'src/generator/runInputs.ts',
  sampling: 'src/sampling.ts',
  openCpu: 'src/cpu/openCpu.ts',
  imagePng: 'src/image/imagePng.ts',
  kernelChoice: 'src/tuning/kernelChoice.ts',
};

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
        }),
      },
    },
  },
});
