import { Engine, type EngineSetup } from './engine.ts';
import { Kernels } from './kernels.ts';
import type { Answer, Request } from './messages.ts';
import { Team } from './team.ts';

// The script of every worker: one takes requests, and leads the team that the others join.

type Answering = (answer: Answer, transfer: readonly ArrayBuffer[]) => void;

let engine: Engine | undefined;
let team: Team | undefined;

function teamOf({ module, memory, scratch, program, times }: EngineSetup): Team | undefined {
  return memory && new Team(memory, new Kernels(module, memory, scratch), program, times);
}

/** Ends the worker with an error that its owner is told of; a rejection would not in browsers. */
function fail(error: unknown): void {
  setTimeout(() => {
    throw error;
  });
}

async function handle(request: Request, answer: Answering): Promise<void> {
  const end = () => answer({}, []);
  // What fails in a team fails the worker, and with it the engine: the others would wait for it for ever.
  if (request.kind === 'join') teamOf(request.setup)!.join(end);
  if (request.kind === 'lead') return team!.lead(end);
  if (request.kind === 'abort') return engine!.abort();
  try {
    if (request.kind === 'start') {
      engine = new Engine(request.setup);
      team = teamOf(request.setup);
    }
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
    void handle(data, (answer, transfer) => scope.postMessage(answer, transfer)).catch(fail);
} else {
  const { parentPort } = process.getBuiltinModule('node:worker_threads');
  parentPort!.on('message', (request: Request) =>
    handle(request, (answer, transfer) => parentPort!.postMessage(answer, [...transfer])).catch(fail),
  );
}
