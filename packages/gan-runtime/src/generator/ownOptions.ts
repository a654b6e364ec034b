import type { ImageOptions, OwnOptions } from './options.ts';

/** The options of a call as they are for one of its images. */
export function ownOptions<Options extends ImageOptions>(
  options: Options,
  own: OwnOptions | undefined,
): Options {
  if (!own) return options;
  return {
    ...options,
    labels: { ...options.labels, ...own.labels },
    edits: { ...options.edits, ...own.edits },
    ...(own.towards && { towards: own.towards }),
  };
}
