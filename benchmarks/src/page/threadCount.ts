/** How many threads this page is told to use: as many as there are cores where its address names no number. */
export const threadCount = Number(
  new URLSearchParams(location.search).get('threads') ?? navigator.hardwareConcurrency,
);
