import { createReadStream, existsSync, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import {
  defaultClientConditions,
  defineConfig,
  type Plugin,
  type UserConfig,
  type ViteDevServer,
} from 'vite';
import { laterTexts } from '../gan-runtime/build/laterTexts.ts';
import { keepTogether } from '../kernels/build/keepTogether.ts';
import { operationGroups } from '../kernels/build/operationGroups.ts';
import { shortKernels } from '../kernels/build/shortKernels.ts';
import { variantFiles, variantParts } from '../kernels/build/variantFiles.ts';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const resolve = { conditions: ['source', ...defaultClientConditions] };

/** They make a page cross-origin isolated: it may share memory, which gives the CPU backend its threads. */
const isolation = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

/** For bundlers: the runtime stays an import. */
const library: UserConfig = {
  build: {
    lib: {
      entry: { index: path('src/index.ts'), kioskConfig: path('src/kiosk/config/index.ts') },
      formats: ['es'],
    },
    target: 'es2022',
    sourcemap: true,
    rolldownOptions: { external: [/^@roentgan\//, 'valibot'] },
  },
};

/** What the element loads later, each as one file. */
const runtime = (file: string) => path(`../gan-runtime/src/${file}`);
const later = {
  errorTexts: runtime('errorTexts.ts'),
  extras: runtime('extras.ts'),
  halfFloat: runtime('modelFile/halfFloat.ts'),
  runInputs: runtime('generator/runInputs.ts'),
  sampling: runtime('sampling.ts'),
  openCpu: runtime('cpu/openCpu.ts'),
  imagePng: runtime('image/imagePng.ts'),
  ...Object.fromEntries(operationGroups.map((name) => [name, path(`../kernels/src/groups/${name}.ts`)])),
  lazyChoice: runtime('tuning/lazyChoice.ts'),
  ...Object.fromEntries(
    Object.entries(variantFiles).map(([name, file]) => [name, path(`../kernels/src/${file}`)]),
  ),
};

/**
 * For a script tag: one minified file with the runtime and what every model needs inside. What only some models or the CPU backend need lies
 * beside it, is imported relative to it, and shares its code: so the entry exports more than its own names. A library to Vite, which adds code
 * that preloads to anything else.
 */
async function bundle(): Promise<UserConfig> {
  const config: UserConfig = {
    resolve,
    plugins: [shortKernels, laterTexts],
    build: { target: 'es2022' },
  };
  const entries = { 'gan-viewer': path('src/index.ts'), ...later };
  return {
    ...config,
    build: {
      ...config.build,
      emptyOutDir: false,
      sourcemap: true,
      lib: { entry: entries, formats: ['es'] },
      rolldownOptions: {
        preserveEntrySignatures: 'allow-extension',
        output: {
          minify: true,
          comments: { annotation: false }, // they are for bundlers
          entryFileNames: ({ name }) => (name === 'gan-viewer' ? '[name].js' : 'gan-viewer-[name].js'),
          chunkFileNames: 'gan-viewer-[name].js',
          minifyInternalExports: false,
          codeSplitting: await keepTogether(config, {
            ...entries,
            lazyChoice: [later.lazyChoice, ...variantParts.map((file) => path(`../kernels/src/${file}`))],
          }),
        },
      },
    },
  };
}

/** The studio and its pages for reader studies and kernels, relative to wherever they are served, with a model at ./model.safetensors beside the studio. */
const studio: UserConfig = {
  root: path('src/studio'),
  base: './',
  // The other build tries out `new Function`, which a strict policy reports.
  resolve: { ...resolve, alias: [{ find: /^cbor-x$/, replacement: 'cbor-x/index-no-eval' }] },
  plugins: [shortKernels, serveKneeModel()],
  server: { headers: isolation },
  preview: { headers: isolation },
  // Workers load parts of theirs later, as pages do.
  worker: { format: 'es', plugins: () => [shortKernels] },
  build: {
    outDir: path('dist/studio'),
    emptyOutDir: true,
    target: 'es2022',
    rolldownOptions: {
      input: ['index.html', 'study/index.html', 'playground/index.html'].map((page) =>
        path(`src/studio/${page}`),
      ),
    },
  },
};

/** The kiosk's page, relative to wherever `roentgan kiosk` puts it, with what a player needs beside it. */
const kiosk: UserConfig = {
  root: path('src/kiosk'),
  base: './',
  resolve,
  plugins: [shortKernels],
  build: { outDir: path('dist/kioskPage'), emptyOutDir: true, target: 'es2022', modulePreload: false },
};

/** Its service worker: one classic script, since not every browser takes modules there. */
const kioskWorker: UserConfig = {
  publicDir: false,
  build: {
    outDir: path('dist/kioskPage'),
    emptyOutDir: false,
    target: 'es2022',
    rolldownOptions: {
      input: path('src/kiosk/worker/sw.ts'),
      output: { format: 'iife', entryFileNames: 'sw.js' },
    },
  },
};

/** What `roentgan view` serves beside the studio. */
function serveKneeModel(): Plugin {
  const files = {
    '/model.safetensors': 'knee.safetensors',
    '/classifier.safetensors': 'knee-grade.safetensors',
    '/knee-grade.safetensors': 'knee-grade.safetensors',
  };
  const serve = (server: Pick<ViteDevServer, 'middlewares'>) => {
    server.middlewares.use('/site.json', (_request: IncomingMessage, response: ServerResponse) => {
      response.end('{ "classifier": "./classifier.safetensors" }');
    });
    for (const [address, name] of Object.entries(files)) {
      const file = path(`../../models/${name}`);
      server.middlewares.use(address, (_request: IncomingMessage, response: ServerResponse) => {
        if (!existsSync(file)) response.writeHead(404).end(`${file} does not exist\n`);
        else {
          response.writeHead(200, { 'content-length': statSync(file).size });
          createReadStream(file).pipe(response);
        }
      });
    }
  };
  return { name: 'serve-knee-model', configureServer: serve, configurePreviewServer: serve };
}

const modes: Readonly<Record<string, UserConfig>> = { library, kiosk, kioskWorker };

export default defineConfig(async ({ mode }) => {
  if (mode === 'bundle') return bundle();
  return modes[mode] ?? studio;
});
