import type { Worker } from 'node:worker_threads';

const threads = process.getBuiltinModule('node:worker_threads');
const NodeWorker = threads.Worker;

/** Keeps every worker that the runtime starts; `refuse` makes starting them fail, as a page's policy does. */
export class WorkerWatch {
  readonly started: Worker[] = [];
  refuse = false;

  constructor() {
    const watch = this;
    threads.Worker = class extends NodeWorker {
      constructor(...args: ConstructorParameters<typeof NodeWorker>) {
        if (watch.refuse) throw new Error('workers are forbidden here');
        super(...args);
        watch.started.push(this);
        this.once('exit', () => watch.started.splice(watch.started.indexOf(this), 1));
      }
    };
  }

  /** Settles when no worker runs; rejects where some never end. */
  async allEnded(): Promise<void> {
    for (let look = 0; this.started.length > 0; look++) {
      if (look > 1000) throw new Error(`${this.started.length} workers still run`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  restore(): void {
    threads.Worker = NodeWorker;
  }
}
