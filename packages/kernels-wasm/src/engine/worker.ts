import { Engine } from './engine.ts';
import { Kernels } from './kernels.ts';
import type { Answer, Request } from './messages.ts';
import { Team } from './team.ts';

// The script of every worker: one leads (or works alone), the others follow it.

type Answering = (answer: Answer, transfer: readonly ArrayBuffer[]) => void;

let engine: Engine | undefined;

async function handle(request: Request, answer: Answering): Promise<void> {
  try {
    if (request.kind === 'follow') {
      const { module, memory, scratch, program } = request.setup;
      new Team(memory!, new Kernels(module, memory!, scratch), program).follow();
    }
    if (request.kind === 'abort') return engine?.abort();
    if (request.kind === 'start') engine = new Engine(request.setup);
    if (request.kind === 'call') {
      engine!.write(request.writes);
      if (request.call) engine!.call(request.call);
    }
    const result = request.kind === 'run' ? await engine!.run(request.writes, request.reads) : undefined;
    answer({ result }, [...(result?.outputs ?? [])]);
  } catch (error) {
    answer({ error: (error as Error).message }, []);
  }
}

if ('WorkerGlobalScope' in globalThis) {
  const scope = globalThis as unknown as {
    onmessage: (event: { data: Request }) => void;
    postMessage(answer: Answer, transfer: readonly ArrayBuffer[]): void;
  };
  scope.onmessage = ({ data }) =>
    void handle(data, (answer, transfer) => scope.postMessage(answer, transfer));
} else {
  const { parentPort } = process.getBuiltinModule('node:worker_threads');
  parentPort!.on('message', (request: Request) =>
    handle(request, (answer, transfer) => parentPort!.postMessage(answer, [...transfer])),
  );
}
