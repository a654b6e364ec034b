/** `[1,28,28]` of 784; square grey images, else square colour ones. */
export function imageShape(features: number): number[] | undefined {
  const grey = Math.sqrt(features);
  if (Number.isInteger(grey)) return [1, grey, grey];
  const colour = Math.sqrt(features / 3);
  return Number.isInteger(colour) ? [3, colour, colour] : undefined;
}
