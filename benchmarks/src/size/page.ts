import { loadGenerator } from '@roentgan/gan-runtime';

// The least page that shows an image: what it loads is the size that the size test watches.
const generator = await loadGenerator('dcgan64.safetensors', { backend: 'webgpu' });
await generator.render(document.querySelector('canvas')!, { seed: 1 });
document.title = 'drawn';
