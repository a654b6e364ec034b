/** Grey values at the ends of the scale: a number, or the largest difference that there is. */
export const differenceScales = ['fit', 16, 32, 64, 128, 255] as const;
export type DifferenceScale = (typeof differenceScales)[number];

/** Blue, white, red of ColorBrewer's RdBu: equal steps of difference look about equal, and to colour-blind people too. */
const stops = [
  [5, 48, 97],
  [33, 102, 172],
  [67, 147, 195],
  [146, 197, 222],
  [209, 229, 240],
  [247, 247, 247],
  [253, 219, 199],
  [244, 165, 130],
  [214, 96, 77],
  [178, 24, 43],
  [103, 0, 31],
] as const;

const ENTRIES = 511;

/** 511 colours as RGB, from the lower end of the scale through its middle to the upper end. */
export const divergingColours: Uint8ClampedArray = new Uint8ClampedArray(
  Array.from({ length: ENTRIES }, (_, entry) => {
    const at = (entry / (ENTRIES - 1)) * (stops.length - 1);
    const low = Math.min(stops.length - 2, Math.floor(at));
    return [0, 1, 2].map((channel) => {
      const [from, to] = [stops[low]![channel]!, stops[low + 1]![channel]!];
      return from + (to - from) * (at - low);
    });
  }).flat(),
);

/** Colours of differences as RGBA; what is beyond `end` has the colour of that end. */
export function colourDifferences(
  differences: Float32Array,
  end: number,
  into: Uint8ClampedArray<ArrayBuffer>,
): void {
  const middle = (ENTRIES - 1) / 2;
  for (let at = 0; at < differences.length; at++) {
    const share = Math.max(-1, Math.min(1, differences[at]! / end));
    const entry = Math.round(middle + share * middle) * 3;
    into[at * 4] = divergingColours[entry]!;
    into[at * 4 + 1] = divergingColours[entry + 1]!;
    into[at * 4 + 2] = divergingColours[entry + 2]!;
    into[at * 4 + 3] = 255;
  }
}

/** The scale from left to right, as CSS. */
export function scaleGradient(): string {
  return `linear-gradient(to right, ${stops.map((colour) => `rgb(${colour.join(' ')})`).join(', ')})`;
}
