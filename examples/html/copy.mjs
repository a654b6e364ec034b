import { copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// dist/ is what goes to a web server: the page, gan-viewer.js with the gan-viewer-*.js of its build, and the model.
const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const viewer = dirname(fileURLToPath(import.meta.resolve('@roentgan/viewer/gan-viewer.js')));
rmSync(path('dist'), { recursive: true, force: true });
mkdirSync(path('dist'));
const scripts = readdirSync(viewer).filter((name) => /^gan-viewer.*\.js$/.test(name));
for (const file of [
  path('index.html'),
  path('../../models/knee.safetensors'),
  ...scripts.map((name) => join(viewer, name)),
])
  copyFileSync(file, path(`dist/${basename(file)}`));
