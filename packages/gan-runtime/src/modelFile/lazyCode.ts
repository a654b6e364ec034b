/**
 * Code that only some models need. A page that streams a model loads it once the header says so; the entry `model-file`, whose functions
 * do not wait, provides it at once.
 */
function lazyCode<Code>(load: () => Promise<Code>) {
  let code: Code | undefined;
  return {
    provide(given: Code): void {
      code = given;
    },
    async load(): Promise<Code> {
      code ??= await load();
      return code;
    },
    /** What was provided or loaded before. */
    get(): Code {
      if (!code) throw new Error('load() first');
      return code;
    },
  };
}

/** What reads samplers. */
export const samplerChecks = lazyCode<typeof import('./samplerChecks.ts')>(() => import('../sampling.ts'));

/** What reads headers that are not plain; it comes with what most of their models want. */
export const headerChecks = lazyCode<typeof import('./headerChecks.ts')>(() => import('../extras.ts'));

/** What converts f16. */
export const halfFloats = lazyCode<typeof import('./halfFloat.ts')>(() => import('./halfFloat.ts'));
