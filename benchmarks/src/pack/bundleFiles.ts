import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { benchmarksFolder, builtFolder } from '../builtFolder.ts';

/** A file or folder of the bundle: where it comes from and where it goes. */
export interface BundleFile {
  readonly from: string;
  readonly to: string;
  readonly isExecutable?: boolean;
}

const libraryFolders = [
  '/lib/x86_64-linux-gnu',
  '/usr/lib/x86_64-linux-gnu',
  '/usr/lib64',
  '/lib64',
  '/usr/lib',
  '/usr/lib/chromium',
];
const app = 'app/benchmarks';

/**
 * Everything the bundle is made of. The package keeps its place in a checkout (`app/benchmarks`, `app/models`), so that its code finds
 * the same files there.
 * @throws Error that names what is missing and how to get it
 */
export function bundleFiles(): BundleFile[] {
  const dawn = dirname(createRequire(import.meta.url).resolve('webgpu'));
  const here = join(benchmarksFolder, 'src/pack');
  const files: BundleFile[] = [
    { from: join(here, 'run.sh'), to: 'run.sh', isExecutable: true },
    { from: join(here, 'README.md'), to: 'README.md' },
    { from: process.execPath, to: 'bin/node', isExecutable: true },
    { from: library('libvulkan.so.1', 'libvulkan1'), to: 'lib/vulkan/libvulkan.so.1' },
    { from: library('libstdc++.so.6', 'libstdc++6'), to: 'lib/compiler/libstdc++.so.6' },
    { from: library('libgcc_s.so.1', 'libgcc-s1'), to: 'lib/compiler/libgcc_s.so.1' },
    { from: join(here, 'bundleEntry.js'), to: `${app}/bench.js` },
    ...['run.js', 'contender.js', 'chunks', 'page/ort', 'page/wasm'].map((name) => ({
      from: join(builtFolder, name),
      to: `${app}/dist/${name}`,
    })),
    ...['package.json', 'index.js', 'LICENSE.md', 'dist/linux-x64'].map((name) => ({
      from: join(dawn, name),
      to: `${app}/node_modules/webgpu/${name}`,
    })),
    ...['knee.safetensors', 'knee.provenance.json', 'README.md'].map((name) => ({
      from: join(benchmarksFolder, '../models', name),
      to: `app/models/${name}`,
    })),
  ];
  const missing = files.find(({ from }) => !existsSync(from));
  if (missing)
    throw new Error(`pack: ${missing.from} is missing, expected the repository's build: npm run build`);
  return files;
}

function library(name: string, debianPackage: string): string {
  const found = libraryFolders.map((folder) => join(folder, name)).find((path) => existsSync(path));
  if (found === undefined) {
    throw new Error(
      `pack: ${name} is in none of ${libraryFolders.join(', ')}, expected the system's: apt-get install ${debianPackage}`,
    );
  }
  return found;
}
