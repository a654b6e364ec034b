import { expect, test, vi } from 'vitest';
import { provideEverything } from '../../test/allOperations.ts';
import { exampleModel } from '../../test/dcganExample.ts';
import { fileFrom, headerText, reluGraph } from '../../test/fileParts.ts';
import { ModelFileError } from '../errors.ts';
import type { ModelSource } from './byteSource.ts';
import type { WeightTensor } from './model.ts';
import { readModel } from './readModel.ts';
import { type StreamOptions, streamModel } from './streamModel.ts';
import { writeModel } from './writeModel.ts';

provideEverything();
const file = writeModel(exampleModel('F16'));
const whole = readModel(file);

/** A stream of chunks of these lengths (the last one repeats), which counts what is read and cancelled. */
function streamOf(bytes: Uint8Array, chunkLengths: readonly number[]) {
  const state = { served: 0, cancelled: undefined as unknown };
  let index = 0;
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const length = chunkLengths[Math.min(index++, chunkLengths.length - 1)]!;
        if (state.served >= bytes.length) return controller.close();
        controller.enqueue(bytes.slice(state.served, state.served + length));
        state.served += length;
      },
      cancel(reason) {
        state.cancelled = reason;
      },
    },
    { highWaterMark: 0 },
  );
  return { stream, state };
}

async function collect(source: ModelSource, options: Partial<StreamOptions> = {}) {
  const tensors = new Map<string, WeightTensor>();
  const onTensor = (name: string, tensor: WeightTensor) => void tensors.set(name, tensor);
  const header = await streamModel(source, { onTensor, ...options });
  return { header, tensors };
}

test.each([[[1]], [[3, 1000]], [[64 * 1024]], [[8, 0, 5]]])('chunks of %j bytes', async (lengths) => {
  const { header, tensors } = await collect(new Response(streamOf(file, lengths).stream));
  expect(header.graph).toEqual(whole.graph);
  expect([...tensors]).toEqual([...whole.tensors]);
});

test.each([
  ['Uint8Array', file],
  ['ArrayBuffer', file.buffer],
  ['Blob', new Blob([file])],
  ['File', new File([file], 'a.safetensors')],
  ['Response', new Response(file)],
  ['data URL', `data:application/octet-stream;base64,${Buffer.from(file).toString('base64')}`],
] as const)('a %s', async (_kind, source) => {
  expect([...(await collect(source)).tensors]).toEqual([...whole.tensors]);
});

test('the header comes before any tensor, tensors in file order, each before later bytes are read', async () => {
  const { stream, state } = streamOf(file, [16]);
  const events: string[] = [];
  const servedAt: number[] = [];
  const header = await streamModel(new Response(stream), {
    onHeader: (found) => void events.push(`header of ${found.tensors.size}`),
    onTensor(name) {
      events.push(name);
      servedAt.push(state.served);
    },
  });
  expect(events).toEqual([`header of ${whole.tensors.size}`, ...whole.tensors.keys()]);
  [...header.tensors.values()].forEach(({ end }, at) => {
    expect(servedAt[at]! - (header.dataStart + end)).toBeLessThan(16);
  });
});

test('tensors of a stream own their memory; tensors of bytes are views', async () => {
  for (const tensor of (await collect(new Response(file))).tensors.values()) {
    expect(tensor.bytes.buffer.byteLength).toBe(tensor.bytes.length);
  }
  for (const tensor of (await collect(file)).tensors.values()) expect(tensor.bytes.buffer).toBe(file.buffer);
});

test('progress counts up to the length of the file', async () => {
  const seen: { loaded: number; total: number }[] = [];
  await collect(new Response(streamOf(file, [500]).stream), {
    onProgress: (progress) => seen.push(progress),
  });
  expect(seen.every(({ total }) => total === file.length)).toBe(true);
  expect(seen.map(({ loaded }) => loaded)).toEqual(seen.map(({ loaded }) => loaded).sort((a, b) => a - b));
  expect(seen.at(-1)!.loaded).toBe(file.length);
  expect(seen.length).toBeGreaterThan(2);
});

test('a content-length that lies either way changes nothing', async () => {
  for (const length of ['10', '99999999']) {
    const response = new Response(file, { headers: { 'content-length': length } });
    expect((await collect(response)).tensors.size).toBe(whole.tensors.size);
  }
});

test.each([0, 5, 100, file.length - 1])('a stream cut after %d bytes', async (length) => {
  const source = new Response(streamOf(file.slice(0, length), [64]).stream);
  await expect(collect(source)).rejects.toThrow(ModelFileError);
  await expect(collect(new Blob([file.slice(0, length)]))).rejects.toThrow(/^model: .+expected/);
  await expect(collect(file.slice(0, length))).rejects.toThrow(/^model: .+expected/);
});

test('errors call the file what it is called', async () => {
  const cut = file.slice(0, 3);
  await expect(collect(new File([cut], 'knee.safetensors'))).rejects.toThrow(/^knee\.safetensors: /);
  await expect(collect(cut, { fileName: 'from disk' })).rejects.toThrow(/^from disk: /);
});

test('a cut stream says where', async () => {
  const source = new Response(streamOf(file.slice(0, file.length - 1), [64]).stream);
  await expect(collect(source)).rejects.toThrow(
    `model: ends after ${file.length - 1} bytes within tensor "direction.1", expected 1 more`,
  );
});

test('a stream that goes on after its end is refused', async () => {
  const endless = new Uint8Array(file.length + 1000);
  endless.set(file);
  const { stream, state } = streamOf(endless, [file.length, 10]);
  await expect(collect(new Response(stream))).rejects.toThrow(
    `model: goes on after ${file.length} bytes, expected its end from its header`,
  );
  expect(state.cancelled).toBeInstanceOf(ModelFileError);
});

test('a stream that fails says after how many bytes, with the cause', async () => {
  const failure = new Error('connection reset');
  let pulls = 0;
  const stream = new ReadableStream({
    pull(controller) {
      if (pulls++ === 0) controller.enqueue(file.slice(0, 700));
      else controller.error(failure);
    },
  });
  const error = await collect(new Response(stream)).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(ModelFileError);
  expect(error).toMatchObject({
    message: 'model: stopped after 700 bytes: connection reset',
    cause: failure,
  });
});

test('an error answer is refused by its status', async () => {
  const response = new Response('not here', { status: 404, statusText: 'Not Found' });
  await expect(collect(response)).rejects.toThrow('model: the server answered 404 Not Found, expected 200');
});

test('a Response that was read before is refused', async () => {
  const response = new Response(file);
  await response.arrayBuffer();
  await expect(collect(response)).rejects.toThrow(TypeError);
});

test('a URL that cannot be fetched names the file', async () => {
  await expect(collect('data:bad')).rejects.toThrow(/^data:bad: cannot fetch data:bad: /);
});

test('abort before the start', async () => {
  const reason = new Error('changed my mind');
  await expect(collect(file, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});

test('abort while a read hangs ends it, cancels the source and delivers nothing more', async () => {
  const controller = new AbortController();
  const cancel = vi.fn();
  let pulls = 0;
  const stream = new ReadableStream({
    pull(stream) {
      if (pulls++ === 0) stream.enqueue(file.slice(0, file.length - 10));
      else queueMicrotask(() => controller.abort());
      return pulls === 1 ? undefined : new Promise(() => {});
    },
    cancel,
  });
  const onTensor = vi.fn();
  const result = streamModel(new Response(stream), { signal: controller.signal, onTensor });
  await expect(result).rejects.toMatchObject({ name: 'AbortError' });
  expect(cancel).toHaveBeenCalledOnce();
  expect(onTensor.mock.calls.length).toBeLessThan(whole.tensors.size);
});

test('abort in a callback stops before the next tensor, also for bytes in memory', async () => {
  const controller = new AbortController();
  const onTensor = vi.fn(() => controller.abort());
  await expect(streamModel(file, { signal: controller.signal, onTensor })).rejects.toMatchObject({
    name: 'AbortError',
  });
  expect(onTensor).toHaveBeenCalledOnce();
});

test('the stream waits for an asynchronous callback, and its error ends it', async () => {
  const failure = new Error('out of memory');
  const { stream, state } = streamOf(file, [32]);
  const onTensor = vi.fn(() => Promise.reject(failure));
  await expect(streamModel(new Response(stream), { onTensor })).rejects.toBe(failure);
  expect(onTensor).toHaveBeenCalledOnce();
  expect(state.cancelled).toBe(failure);
});

test('a header that promises a gigabyte allocates nothing ahead of its bytes', async () => {
  const bytes = 10 ** 9;
  const tensors = {
    'w.scale': { dtype: 'F32', shape: [1], data_offsets: [0, 4] },
    w: { dtype: 'I8', shape: [bytes], data_offsets: [4, bytes + 4] },
  };
  const prefix = fileFrom(headerText(reluGraph, tensors), 100);
  const before = process.memoryUsage().arrayBuffers;
  const during: number[] = [];
  const stream = new ReadableStream(
    {
      pull(controller) {
        during.push(process.memoryUsage().arrayBuffers - before);
        if (during.length === 1) controller.enqueue(prefix);
        else controller.close();
      },
    },
    { highWaterMark: 0 },
  );
  await expect(collect(new Response(stream))).rejects.toThrow('within tensor "w", expected 999999904 more');
  expect(during).toHaveLength(2);
  expect(Math.max(...during)).toBeLessThan(10 ** 8);
});
