/**
 * A signal to stop that the first Ctrl-C (SIGINT) or SIGTERM gives: the export ends behind the chunk it is in. The second ends the
 * process at once, which loses that chunk and nothing else.
 */
export function stopOnSignal(say: (line: string) => void): Disposable & { readonly stop: AbortSignal } {
  const controller = new AbortController();
  const interrupted = () => {
    if (controller.signal.aborted) process.exit(130);
    say('stopping behind this chunk; once more to stop now');
    controller.abort();
  };
  process.on('SIGINT', interrupted).on('SIGTERM', interrupted);
  return {
    stop: controller.signal,
    [Symbol.dispose]() {
      process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
    },
  };
}
