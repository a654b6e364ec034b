import { type Canvas, type Generator, type LoadOptions, loadGenerator } from '@roentgan/gan-runtime';
import type { ModelSource } from '@roentgan/gan-runtime/model-file';
import type { Contender, Extra } from './page/contender.ts';

/**
 * Roentgan on one of its backends.
 * @param sourceOf the model file at an address without an extension
 * @param canvas where there is one, drawing on it is timed too
 */
export function roentganContender(
  options: LoadOptions,
  sourceOf: (modelUrl: string) => ModelSource | Promise<ModelSource>,
  canvas?: Canvas,
): Contender {
  let generator: Generator | undefined;
  const loaded = (): Generator => {
    if (!generator) throw new Error('no model is loaded');
    return generator;
  };
  const onCpu = options.backend === 'cpu';
  const generate: Extra = {
    what: 'generate: RGBA pixels',
    staysOnGpu: false,
    run: (seed) => loaded().generate({ seed }),
  };
  const render = (target: Canvas): Extra => ({
    what: 'render: drawn on a canvas',
    staysOnGpu: !onCpu,
    run: (seed) => loaded().render(target, { seed }),
  });
  const extras = [generate, ...(canvas ? [render(canvas)] : [])];
  return {
    layout: 'channelsFirst',
    describe: () => (onCpu ? `${loaded().backend} (${loaded().adapter})` : loaded().backend),
    async load(modelUrl) {
      generator = await loadGenerator(await sourceOf(modelUrl), options);
    },
    async run(inputs) {
      const outputs = await loaded().run(inputs);
      return Object.values(outputs)[0]!.data;
    },
    // `generate` and `render` make a picture from a seed, which a model that takes pictures has no use for.
    get extras() {
      return loaded().model.inputs.some(({ kind }) => kind === 'image') ? [] : extras;
    },
    dispose: () => generator?.dispose(),
    layers: async () => (await loaded().profile()).layers,
  };
}
