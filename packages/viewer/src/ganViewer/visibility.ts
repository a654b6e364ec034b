/**
 * Reports whether moving pictures in `element` can be seen and are wanted: it is on screen, the page is in front, and the
 * person has not asked for less motion. Calls `onChange` when that changes; the result stops watching.
 */
export function watchMotionAllowed(element: Element, onChange: (allowed: boolean) => void): () => void {
  const reduced = matchMedia('(prefers-reduced-motion: reduce)');
  let onScreen = false;
  const report = () => onChange(onScreen && !document.hidden && !reduced.matches);
  const observer = new IntersectionObserver((entries) => {
    onScreen = entries.at(-1)!.isIntersecting;
    report();
  });
  observer.observe(element);
  document.addEventListener('visibilitychange', report);
  reduced.addEventListener('change', report);
  return () => {
    observer.disconnect();
    document.removeEventListener('visibilitychange', report);
    reduced.removeEventListener('change', report);
  };
}
