/** Where an element is, as far as what it shows is concerned. */
export interface Visibility {
  /** On screen, or less than a screen away from it. */
  readonly isNear: boolean;
  /** Moving pictures can be seen and are wanted: on screen, the page in front, and no wish for less motion. */
  readonly mayMove: boolean;
}

/** Calls `onChange` with what is so, and again when that changes; the result stops watching. */
export function watchVisibility(element: Element, onChange: (visibility: Visibility) => void): () => void {
  const reduced = matchMedia('(prefers-reduced-motion: reduce)');
  let isNear = false;
  let onScreen = false;
  const report = () => onChange({ isNear, mayMove: onScreen && !document.hidden && !reduced.matches });
  const watch = (rootMargin: string, take: (intersects: boolean) => void) => {
    const observer = new IntersectionObserver(
      (entries) => {
        take(entries.at(-1)!.isIntersecting);
        report();
      },
      { rootMargin },
    );
    observer.observe(element);
    return observer;
  };
  const near = watch('100%', (intersects) => {
    isNear = intersects;
  });
  const exact = watch('0px', (intersects) => {
    onScreen = intersects;
  });
  document.addEventListener('visibilitychange', report);
  reduced.addEventListener('change', report);
  return () => {
    near.disconnect();
    exact.disconnect();
    document.removeEventListener('visibilitychange', report);
    reduced.removeEventListener('change', report);
  };
}
