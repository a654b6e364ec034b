import { describe, expect, it } from 'vitest';
import type { GreyImage } from '../src/greyImage.ts';
import { type FoundKnee, type KneeValues, kneeUnits, measureKnee } from '../src/knee/measureKnee.ts';
import { mirrorImage } from '../src/mirrorImage.ts';
import { bone, drawPhantomKnee, hash, type Phantom, soft } from './phantomKnee.ts';

function found(image: GreyImage, side: 'left' | 'right' = 'right'): FoundKnee {
  const measures = measureKnee(image, { side });
  if (!measures.found) throw new Error(`not found: ${measures.reason}`);
  return measures;
}

const drawn = (changes: Partial<Phantom> = {}) => found(drawPhantomKnee(changes));
const percent = (pixels: number, width = 172) => (100 * pixels) / width;

function near(actual: number, expected: number, tolerance: number): void {
  expect(Math.abs(actual - expected), `${actual} for ${expected}`).toBeLessThanOrEqual(tolerance);
}

/** 0.5 of 224 pixels, in % of a tibia of 172. */
const halfPixel = 0.3;

describe('joint space of phantoms', () => {
  it.each([3, 4, 6, 8, 10, 12, 16, 18, 22, 26])('is right to half a pixel at a gap of %i pixels', (gap) => {
    const medial = drawn({ medial: gap });
    near(medial.jointSpaceMedial, percent(gap), halfPixel);
    near(medial.narrowestMedial, percent(gap), halfPixel);
    near(medial.jointSpaceLateral, percent(14), halfPixel);
    const lateral = drawn({ lateral: gap });
    near(lateral.jointSpaceLateral, percent(gap), halfPixel);
    near(lateral.jointSpaceMedial, percent(10), halfPixel);
  });

  it.each([1, 2])('stays small at a gap of %i pixels, which the blur widens', (gap) => {
    near(drawn({ medial: gap }).jointSpaceMedial, percent(gap), percent(1.2));
  });

  it.each([0.1, 0.2, 0.25])('is right where soft tissue in it is brighter by %f', (haze) => {
    for (const lateral of [12, 18, 26])
      near(drawn({ lateral, haze }).jointSpaceLateral, percent(lateral), 2 * halfPixel);
  });

  it('rises with every half pixel, and so does the width of the tibia, in spite of noise', () => {
    const steps = Array.from({ length: 12 }, (_, at) => at / 2);
    const noisy = (changes: Partial<Phantom>, seed: number) => {
      const { values, ...size } = drawPhantomKnee(changes);
      const noise = (at: number) => 0.03 * (hash(at, seed) - 0.5);
      return found({ ...size, values: values.map((grey, at) => Math.min(1, Math.max(0, grey + noise(at)))) });
    };
    const spaces = steps.map((step) => noisy({ medial: 6 + step }, 2 * step).jointSpaceMedial);
    const widths = steps.map((step) => noisy({ width: 165 + 2 * step }, 2 * step).tibialWidth);
    for (const curve of [spaces, widths])
      expect(
        curve.every((value, at) => at === 0 || value > curve[at - 1]!),
        `${curve}`,
      ).toBe(true);
  });

  it('is none where the bones touch, in either compartment', () => {
    expect(drawn({ medial: 0 }).jointSpaceMedial).toBeLessThan(percent(0.5));
    expect(drawn({ lateral: 0 }).jointSpaceLateral).toBeLessThan(percent(0.5));
  });

  it.each([-8, -4, 4, 8])('is measured upright to a joint turned by %i degrees', (rotation) => {
    const knee = drawn({ rotation });
    near(knee.jointSpaceMedial, percent(10), halfPixel);
    near(knee.jointSpaceLateral, percent(14), halfPixel);
  });
});

describe('shape of phantoms', () => {
  it.each([-8, -4, 2, 4, 8])('a turn of %i degrees is found to half a degree', (rotation) => {
    const knee = drawn({ rotation });
    near(knee.rotation, rotation, 0.5);
    near(knee.tibialWidth, (100 * 172) / 224, 1);
  });

  it.each([140, 150, 160, 172, 180, 190])('a tibia of %i pixels is found to 1 %% of the image', (width) => {
    const knee = drawn({ width });
    near(knee.tibialWidth, (100 * width) / 224, 1);
    near(knee.femoralWidth, (100 * (width + 16)) / 224, 1.5);
  });

  it('a femur that leans more has more alignment, a larger knee more size', () => {
    // Phantoms are not shaped like the mean knee, so only the order is right.
    const leans = [-6, -3, 0, 3, 6].map((alignment) => drawn({ alignment }).alignment);
    expect(leans).toEqual(leans.toSorted((a, b) => a - b));
    const sizes = [160, 172, 180, 190].map((width) => drawn({ width }).size);
    expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
  });

  it.each([96, 128, 448, 1024])('does not depend on the size of the image: %i pixels', (size) => {
    const knee = drawn({ size });
    near(knee.jointSpaceMedial, percent(10), size < 200 ? 0.6 : halfPixel);
    near(knee.jointSpaceLateral, percent(14), size < 200 ? 0.9 : halfPixel);
    near(knee.tibialWidth, (100 * 172) / 224, 1);
  });
});

describe('brightness of phantoms', () => {
  it('exposure is the mean, contrast that of bone over soft tissue', () => {
    const image = drawPhantomKnee();
    const knee = found(image);
    const mean = image.values.reduce((a, b) => a + b, 0) / image.values.length;
    near(knee.exposure, 100 * mean, 0.01);
    near(knee.contrast, 100 * (bone - soft), 2);
  });

  it('an offset moves exposure alone, a gain contrast with it, and neither the lengths', () => {
    const plain = drawn();
    const raised = drawn({ offset: 0.15 });
    near(raised.exposure, plain.exposure + 15, 0.5);
    near(raised.contrast, plain.contrast, 0.5);
    const weak = drawn({ gain: 0.5, offset: 0.3 });
    near(weak.contrast, 0.5 * plain.contrast, 0.5);
    for (const knee of [raised, weak]) {
      near(knee.jointSpaceMedial, plain.jointSpaceMedial, 0.2);
      near(knee.tibialWidth, plain.tibialWidth, 0.2);
    }
  });
});

describe('sides and lines', () => {
  it('a left knee measures as its mirror image', () => {
    const image = drawPhantomKnee({ medial: 6, rotation: 3, alignment: 2 });
    const right = found(image);
    const left = found(mirrorImage(image), 'left');
    for (const name of Object.keys(kneeUnits) as (keyof KneeValues)[]) near(left[name], right[name], 1e-6);
    const x = (knee: FoundKnee) => knee.lines.tibiaEdge.medial[0]![0];
    near(x(left), 223 - x(right), 1e-6);
  });

  it('the lines lie where the bones were drawn, in pixels of the image', () => {
    const { lines } = found(drawPhantomKnee({ size: 448 }));
    for (const [, y] of lines.tibiaEdge.medial) near(y, 2 * 120 - 0.5, 1);
    for (const [, y] of lines.femurEdge.lateral) near(y, 2 * 106 - 0.5, 1);
    for (const [x] of lines.tibiaOutline.medial.slice(4, 20)) near(x, 2 * (112 + 86) - 0.5, 5);
    for (const [x] of lines.tibiaOutline.lateral.slice(4, 20)) near(x, 2 * (112 - 86) - 0.5, 5);
  });
});

describe('what is no knee', () => {
  const picture = (grey: (x: number, y: number) => number): GreyImage => ({
    width: 224,
    height: 224,
    values: Float32Array.from({ length: 224 * 224 }, (_, i) => grey(i % 224, Math.floor(i / 224))),
  });
  const knee = drawPhantomKnee();
  const others: [string, GreyImage, RegExp][] = [
    ['black', picture(() => 0), /no dark band/],
    ['white', picture(() => 1), /no dark band/],
    ['noise', picture(hash), /no dark band/],
    ['gradient', picture((_, y) => y / 224), /no dark band/],
    ['stripes', picture((x) => (x % 20 < 10 ? 0.2 : 0.8)), /no dark band/],
    ['upside down', picture((x, y) => knee.values[(223 - y) * 224 + x]!), /notch/],
    ['negative', picture((x, y) => 1 - knee.values[y * 224 + x]!), /not brighter/],
  ];
  it.each(others)('%s is not found, with the reason', (_, image, reason) => {
    const measures = measureKnee(image);
    expect(measures.found).toBe(false);
    expect(measures.found ? '' : measures.reason).toMatch(reason);
  });
});

describe('what is no image', () => {
  const image = (width: number, height = width, length = width * height): GreyImage => ({
    width,
    height,
    values: new Float32Array(length),
  });
  it.each([
    [image(95), '95x95, expected a square of 96 to 1024'],
    [image(1025), '1025x1025, expected a square of 96 to 1024'],
    [image(224, 200), '224x200, expected a square'],
    [image(224, 224, 100), '100 values for 224x224, expected 50176'],
  ])('names what was found and expected', (wrong, message) => {
    expect(() => measureKnee(wrong)).toThrow(RangeError);
    expect(() => measureKnee(wrong)).toThrow(message);
  });

  it.each([Number.NaN, -0.1, 1.1, Number.POSITIVE_INFINITY])('refuses a value of %d', (value) => {
    const wrong = image(224);
    wrong.values[777] = value;
    expect(() => measureKnee(wrong)).toThrow(RangeError);
    expect(() => measureKnee(wrong)).toThrow('value 777 is');
  });

  it('refuses another kind of array and an unknown side', () => {
    const wrong = { width: 224, height: 224, values: new Array(224 * 224).fill(0) } as unknown as GreyImage;
    expect(() => measureKnee(wrong)).toThrow(TypeError);
    const unknown = { side: 'medial' } as unknown as { side: 'left' };
    expect(() => measureKnee(image(224), unknown)).toThrow('side is "medial"');
  });
});
