import type { GeneratedImage } from '@roentgan/gan-runtime';
import { expect, test, vi } from 'vitest';
import { createImageQueue } from './imageQueue.ts';
import { imageRequest } from './imageRequest.ts';

const request = (seed: number) => imageRequest({ seed, labels: {}, edits: {} });
const seeds = (requests: readonly { readonly state: { readonly seed: number } }[]) =>
  requests.map(({ state }) => state.seed);

/** A queue whose calls end when the test says so. */
function held() {
  const calls: {
    readonly seeds: readonly number[];
    readonly signal: AbortSignal;
    finish(error?: Error): Promise<void>;
  }[] = [];
  const made: number[] = [];
  const errors: string[] = [];
  const queue = createImageQueue({
    make: (requests, signal) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
        calls.push({
          seeds: seeds(requests),
          signal,
          async finish(error) {
            if (error) reject(error);
            else resolve(requests.map(({ state }) => ({ seed: state.seed }) as GeneratedImage));
            await vi.waitFor(() => undefined);
          },
        });
      }),
    onImage: (request, { seed }) => {
      expect(request.state.seed).toBe(seed);
      made.push(seed);
    },
    onError: ({ message }) => errors.push(message),
  });
  return { queue, calls, made, errors };
}

test('the first image is made alone; quick ones are made together, in the order that was asked for', async () => {
  const { queue, calls, made } = held();
  queue.want([5, 6, 7, 8, 9, 10].map(request));
  expect(calls.map(({ seeds }) => seeds)).toEqual([[5]]);
  await calls[0]!.finish();
  expect(calls[1]!.seeds).toEqual([6, 7, 8, 9].slice(0, calls[1]!.seeds.length));
  for (let at = 1; made.length < 6; at++) await calls[at]!.finish();
  expect(made).toEqual([5, 6, 7, 8, 9, 10]);
});

test('slow images are made one by one', async () => {
  const now = vi.spyOn(performance, 'now');
  let at = 0;
  now.mockImplementation(() => at);
  const { queue, calls } = held();
  queue.want([1, 2, 3, 4, 5, 6].map(request));
  at = 200;
  await calls[0]!.finish();
  expect(calls[1]!.seeds).toEqual([2]);
  at = 203;
  await calls[1]!.finish();
  expect(calls[2]!.seeds).toEqual([3, 4, 5, 6]);
  now.mockRestore();
});

test('what is not wanted any more is ended, and never made', async () => {
  const { queue, calls, made, errors } = held();
  queue.want([1, 2, 3].map(request));
  queue.want([8, 9].map(request));
  expect(calls[0]!.signal.aborted).toBe(true);
  await vi.waitFor(() => expect(calls).toHaveLength(2));
  expect(calls[1]!.seeds).toEqual([8]);
  await calls[1]!.finish();
  await calls[2]!.finish();
  expect(made).toEqual([8, 9]);
  expect(errors).toEqual([]);
});

test('a call of which something is still wanted goes on, and is not made twice', async () => {
  const { queue, calls, made } = held();
  queue.want([1, 2].map(request));
  queue.want([2, 1].map(request));
  expect(calls[0]!.signal.aborted).toBe(false);
  await calls[0]!.finish();
  expect(calls[1]!.seeds).toEqual([2]);
  await calls[1]!.finish();
  expect(made).toEqual([1, 2]);
});

test('an image that is wanted again while its call is being ended is made', async () => {
  const { queue, calls, made } = held();
  queue.want([request(1)]);
  queue.want([]);
  queue.want([request(1)]);
  await vi.waitFor(() => expect(calls).toHaveLength(2));
  await calls[1]!.finish();
  expect(made).toEqual([1]);
});

test('an error empties the queue until something is wanted again', async () => {
  const { queue, calls, made, errors } = held();
  queue.want([1, 2].map(request));
  await calls[0]!.finish(new Error('the GPU is gone'));
  expect(errors).toEqual(['the GPU is gone']);
  expect(calls).toHaveLength(1);
  queue.want([request(2)]);
  await calls[1]!.finish();
  expect(made).toEqual([2]);
});
