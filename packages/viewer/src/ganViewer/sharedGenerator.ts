import { type Generator, type LoadOptions, loadGenerator } from '@roentgan/gan-runtime';

type Progress = Parameters<NonNullable<LoadOptions['onProgress']>>[0];

/** One element's part in a generator. */
export interface Borrowed {
  readonly generator: Promise<Generator>;
  /** The last who gives it back frees the model, or stops loading it. */
  release(): void;
}

interface Shared {
  readonly generator: Promise<Generator>;
  readonly loading: AbortController;
  readonly borrowers: Set<(progress: Progress) => void>;
}

const generators = new Map<string, Shared>();

/** Elements with the same model, backend and threads share one generator: the model is loaded once, and its workers are started once. */
export function borrowGenerator(
  source: URL,
  options: Pick<LoadOptions, 'backend' | 'threads'>,
  onProgress: (progress: Progress) => void,
): Borrowed {
  const key = JSON.stringify([source, options]);
  const shared = generators.get(key) ?? load(source, options, () => forget());
  generators.set(key, shared);
  function forget(): void {
    if (generators.get(key) === shared) generators.delete(key);
  }
  const follow = (progress: Progress) => onProgress(progress); // a name of its own for each borrower
  shared.borrowers.add(follow);
  return {
    generator: shared.generator,
    release() {
      if (!shared.borrowers.delete(follow) || shared.borrowers.size > 0) return;
      forget();
      shared.loading.abort();
      shared.generator.then((generator) => generator.dispose()).catch(() => {}); // its borrowers were told
    },
  };
}

function load(source: URL, options: Pick<LoadOptions, 'backend' | 'threads'>, onFailure: () => void): Shared {
  const loading = new AbortController();
  const borrowers: Shared['borrowers'] = new Set();
  const generator = loadGenerator(source, {
    ...options,
    signal: loading.signal,
    onProgress(progress) {
      for (const follow of borrowers) follow(progress);
    },
  });
  generator.catch(onFailure); // the next who asks tries again
  return { generator, loading, borrowers };
}
