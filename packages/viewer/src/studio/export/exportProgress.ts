/** Rates are those of about the last ten seconds. */
const WINDOW_MS = 10_000;

/** Says how far an export is: `120 of 1,000 images, 31 a second, 29 s left`. */
export function exportProgress(now: () => number = () => performance.now()) {
  const seen: { readonly at: number; readonly done: number }[] = [];
  return ({ done, total }: { readonly done: number; readonly total: number }): string => {
    const at = now();
    // The first call comes with images of an earlier run, and the first of this one.
    seen.push({ at, done });
    while (seen.length > 2 && at - seen[0]!.at > WINDOW_MS) seen.shift();
    const first = seen[0]!;
    const text = `${done.toLocaleString('en')} of ${total.toLocaleString('en')} images`;
    const rate = ((done - first.done) / Math.max(1, at - first.at)) * 1000;
    if (!(rate > 0)) return text;
    const shownRate = rate.toLocaleString('en', { maximumSignificantDigits: 2 });
    return `${text}, ${shownRate} a second, ${duration((total - done) / rate)} left`;
  };
}

function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
