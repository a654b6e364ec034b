/**
 * Takes files that are dropped on the page or pasted into it; `place` shows that it would take them. A file that is dropped beside it would else
 * be opened by the browser in the page's stead. The result ends it.
 */
export function acceptImages(place: HTMLElement, onFiles: (files: readonly File[]) => void): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  const take = (event: Event, data: DataTransfer | null) => {
    const files = [...(data?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    onFiles(files);
  };
  const over = (is: boolean) => place.classList.toggle('drop-target', is);
  document.addEventListener(
    'dragover',
    (event) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      over(true);
    },
    { signal },
  );
  document.addEventListener(
    'dragleave',
    ({ relatedTarget }) => {
      if (relatedTarget === null) over(false);
    },
    { signal },
  );
  document.addEventListener(
    'drop',
    (event) => {
      over(false);
      take(event, event.dataTransfer);
    },
    { signal },
  );
  document.addEventListener('paste', (event) => take(event, event.clipboardData), { signal });
  return () => {
    over(false);
    ending.abort();
  };
}
