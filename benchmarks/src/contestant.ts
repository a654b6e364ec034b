import type { ContenderCommands, ModelToLoad } from './contenderCommands.ts';
import type { ContenderName } from './contenders.ts';
import type { Download } from './results.ts';

/** A contender that answers commands, in a process or a frame of its own or right here. */
export interface Contestant {
  readonly name: ContenderName;
  ask<Name extends keyof ContenderCommands>(
    command: Name,
    ...parameters: Parameters<ContenderCommands[Name]>
  ): Promise<Awaited<ReturnType<ContenderCommands[Name]>>>;
  close(): void;
}

export interface FirstImage {
  readonly milliseconds: number;
  /** In browsers. */
  readonly download?: Download;
}

/** Where contenders run. */
export interface Host {
  /** What goes wrong is told with the first command. */
  open(contender: ContenderName): Contestant;
  /** From nothing to a contender's first image. */
  firstImage(contender: ContenderName, model: ModelToLoad): Promise<FirstImage>;
}

/** A host whose first image is that of a contender opened for it; opening counts. */
export function hostOf(open: Host['open']): Host {
  return {
    open,
    async firstImage(name, model) {
      const start = performance.now();
      const opened = open(name);
      try {
        await opened.ask('load', model);
        await opened.ask('run', 1);
        return { milliseconds: performance.now() - start };
      } finally {
        opened.close();
      }
    },
  };
}
