import { loadGenerator } from '@roentgan/gan-runtime';
import { writeModel } from '@roentgan/gan-runtime/model-file';
import { families } from '@roentgan/weight-converter';
import { layerReader } from './layerValues.ts';
import type {
  AnswerMessage,
  CallMessage,
  LayerRequest,
  ModelCalls,
  RunsOn,
  StopMessage,
} from './messages.ts';
import { type Opened, openFiles, openUrl } from './openModel.ts';
import { timeLayers } from './timeLayers.ts';

/** Reads, converts and runs models off the page's thread: one model a worker. */

let opened: Opened | undefined;
let readLayer: ReturnType<typeof layerReader> | undefined;
let queue: Promise<unknown> = Promise.resolve();
const running = new Map<number, AbortController>();

type Answers = {
  [Name in keyof ModelCalls]: (
    signal: AbortSignal,
    ...values: Parameters<ModelCalls[Name]>
  ) => Promise<ReturnType<ModelCalls[Name]>> | ReturnType<ModelCalls[Name]>;
};

const answers: Answers = {
  openFiles: async (_signal, files, options) => take(await openFiles(files, options)),
  openUrl: async (_signal, url) => take(await openUrl(url)),
  families: () => families.map(({ name }) => name),
  async timeLayers(signal, runsOn: RunsOn) {
    const generator = await loadGenerator(writeModel(opened!.model), { ...runsOn, signal });
    try {
      return await timeLayers(generator, signal);
    } finally {
      generator.dispose();
    }
  },
  layerPicture: (signal, request: LayerRequest) => readLayer!(request, signal),
};

function take(model: Opened) {
  opened = model;
  readLayer = layerReader(model.model);
  return model.told;
}

addEventListener('message', ({ data }: MessageEvent<CallMessage | StopMessage>) => {
  if ('stop' in data) {
    running.get(data.id)?.abort();
    return;
  }
  const { id, name, values } = data;
  const stopping = new AbortController();
  running.set(id, stopping);
  queue = queue.then(async () => {
    postMessage(await answer(id, name, values, stopping.signal));
    running.delete(id);
  });
});

async function answer(
  id: number,
  name: keyof ModelCalls,
  values: readonly unknown[],
  signal: AbortSignal,
): Promise<AnswerMessage> {
  try {
    signal.throwIfAborted();
    const call = answers[name] as (signal: AbortSignal, ...values: readonly unknown[]) => unknown;
    return { id, result: await call(signal, ...values) };
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message || thrown.name : String(thrown);
    return { id, error: message.split('\n', 1)[0]! };
  }
}
