import { type Generator, loadGenerator } from '@roentgan/gan-runtime';
import { offer } from './contender.ts';
import { threadCount } from './threadCount.ts';

const onCpu = new URLSearchParams(location.search).get('backend') === 'cpu';
const canvas = document.createElement('canvas');
let generator: Generator;

offer({
  layout: 'channelsFirst',
  describe: () => (onCpu ? `${generator.backend} (${generator.adapter})` : generator.backend),
  async load(modelUrl) {
    generator = await loadGenerator(
      `${modelUrl}.safetensors`,
      onCpu ? { backend: 'cpu', threads: threadCount } : { backend: 'webgpu', precision: 'f32' },
    );
  },
  async run(inputs) {
    const outputs = await generator.run(inputs);
    return Object.values(outputs)[0]!.data;
  },
  extras: [
    { what: 'generate: RGBA pixels', staysOnGpu: false, run: (seed) => generator.generate({ seed }) },
    {
      what: 'render: drawn on a canvas',
      staysOnGpu: !onCpu,
      run: (seed) => generator.render(canvas, { seed }),
    },
  ],
  layers: async () => (await generator.profile()).layers,
});
