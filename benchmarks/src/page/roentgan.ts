import { type Generator, loadGenerator } from '@roentgan/gan-runtime';
import { offer } from './contender.ts';

let generator: Generator;
const canvas = document.createElement('canvas');

offer({
  layout: 'channelsFirst',
  describe: () => generator.backend,
  async load(modelUrl) {
    generator = await loadGenerator(`${modelUrl}.safetensors`, { backend: 'webgpu', precision: 'f32' });
  },
  async run(inputs) {
    const outputs = await generator.run(inputs);
    return Object.values(outputs)[0]!.data;
  },
  extras: [
    { what: 'generate: RGBA pixels', staysOnGpu: false, run: (seed) => generator.generate({ seed }) },
    {
      what: 'render: drawn on a canvas',
      staysOnGpu: true,
      run: (seed) => generator.render(canvas, { seed }),
    },
  ],
  layers: async () => (await generator.profile()).layers,
});
