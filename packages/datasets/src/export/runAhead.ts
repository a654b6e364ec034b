/**
 * Maps what a source gives, in order, while the source goes on: at most `depth` results wait or are being worked on. What the source
 * or the work throws is thrown at its place in the order; a consumer that leaves ends the source.
 */
export async function* runAhead<Item, Result>(
  source: AsyncIterator<Item>,
  work: (item: Item) => Promise<Result>,
  depth: number,
): AsyncGenerator<Result> {
  const results: Promise<IteratorResult<Result, undefined>>[] = [];
  let isLeft = false;
  let consumed = () => {};
  let produced = () => {};
  const put = (result: Promise<IteratorResult<Result, undefined>>) => {
    result.catch(() => {}); // thrown to the consumer when its turn comes
    results.push(result);
    produced();
  };
  const produce = async () => {
    try {
      while (!isLeft) {
        while (results.length >= depth && !isLeft) await new Promise<void>((resolve) => (consumed = resolve));
        if (isLeft) return;
        const next = await source.next();
        if (next.done) break;
        put(work(next.value).then((value) => ({ done: false, value })));
      }
      put(Promise.resolve({ done: true, value: undefined }));
    } catch (error) {
      put(Promise.reject(error));
    }
  };
  const producing = produce();
  try {
    while (true) {
      while (results.length === 0) await new Promise<void>((resolve) => (produced = resolve));
      const result = await results[0]!;
      results.shift();
      consumed();
      if (result.done) return;
      yield result.value;
    }
  } finally {
    isLeft = true;
    consumed();
    await producing;
    await Promise.allSettled(results);
  }
}
