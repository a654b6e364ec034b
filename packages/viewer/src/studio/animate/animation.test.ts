import { describe, expect, it, test } from 'vitest';
import type { StudioModel, StudioState } from '../studioState.ts';
import { firstAnimation, keepAnimation, pathOf, readAnimation, timelineOf } from './animation.ts';
import { imageAt, keyName, type Path, placeName, stepsOf } from './path.ts';
import { durationOf, frameTimes, placeAt, type Timeline } from './timeline.ts';

const grade = {
  kind: 'label',
  name: 'grade',
  shape: ['N', 5],
  encoding: 'one-hot',
  default: 0,
  classes: 5,
  names: ['KL 0', 'KL 1', 'KL 2', 'KL 3', 'KL 4'],
} as const;
const width = { name: 'joint width', tensor: 'z', vector: 'v', unit: 'mm', range: [-2, 2] } as const;
const model = {
  labels: [grade],
  edits: [width],
  directions: [],
  truncation: undefined,
} as unknown as StudioModel;
const image = (seed: number, edited = 0): StudioState => ({
  seed,
  labels: { grade: seed % 5 },
  edits: { 'joint width': edited },
});
const images: Path = { kind: 'images', keys: [image(7), image(8, 1.5), image(12)], how: 'slerp' };
const edited: Path = { kind: 'edit', image: image(7), edit: 'joint width', from: -2, to: 1 };

describe('a path', () => {
  it('is the chosen images at whole steps, and on the way between them elsewhere', () => {
    expect(imageAt(images, 0)).toEqual({ seed: 7, labels: { grade: 2 } });
    expect(imageAt(images, 1)).toEqual({ seed: 8, labels: { grade: 3 }, edits: { 'joint width': 1.5 } });
    expect(imageAt(images, 0.25).towards).toEqual({
      seed: 8,
      labels: { grade: 3 },
      edits: { 'joint width': 1.5 },
      how: 'slerp',
      share: 0.25,
    });
    // What the first image alone has goes back to nothing.
    expect(imageAt(images, 1.5)).toMatchObject({
      seed: 8,
      edits: { 'joint width': 1.5 },
      towards: { seed: 12, edits: { 'joint width': 0 }, share: 0.5 },
    });
  });

  it('leads from the last image to the first where it is closed', () => {
    expect([stepsOf(images, true), stepsOf(images, false)]).toEqual([3, 2]);
    expect(imageAt(images, 2.5)).toMatchObject({ seed: 12, towards: { seed: 7, share: 0.5 } });
    expect(imageAt(images, 3)).toEqual(imageAt(images, 0));
  });

  it('goes along an edit in its units', () => {
    expect(imageAt(edited, 0.5)).toEqual({ seed: 7, labels: { grade: 2 }, edits: { 'joint width': -0.5 } });
    expect(imageAt(edited, 2 / 3)).toEqual({ seed: 7, labels: { grade: 2 } });
    expect(stepsOf({ ...edited, to: -2 }, true)).toBe(0);
  });

  it('has no steps with one image', () => {
    const one = { ...images, keys: [image(7)] };
    expect([stepsOf(one, true), stepsOf(one, false)]).toEqual([0, 0]);
    expect(imageAt(one, 0)).toEqual({ seed: 7, labels: { grade: 2 } });
  });

  it('moves truncation evenly', () => {
    const keys = [0.5, 1].map((truncation) => ({ ...image(7), truncation }));
    expect(imageAt({ ...images, keys }, 0.5).truncation).toBe(0.75);
  });

  it('has names for its places and images', () => {
    expect([0, 0.25, 2].map((place) => placeName(images, place))).toEqual([
      'seed 7',
      'seed 7 to seed 8, 25 %',
      'seed 12',
    ]);
    expect(placeName(edited, 0.5)).toBe('seed 7, joint width −0.5');
    expect(keyName(image(8, 1), model)).toEqual({ seed: 'Seed 8', rest: 'grade KL 3, edited' });
  });
});

describe('a timeline', () => {
  const of = (repeat: Timeline['repeat']): Timeline => ({ steps: 2, seconds: 3, repeat });

  test.each([
    ['loop', 6, [0, 1, 1.5, 0, 0.5]],
    ['swing', 12, [0, 1, 1.5, 2, 1.5]],
    ['once', 6, [0, 1, 1.5, 2, 2]],
  ] as const)('%s', (repeat, duration, places) => {
    expect(durationOf(of(repeat))).toBe(duration);
    expect([0, 3, 4.5, 6, 7.5].map((after) => placeAt(of(repeat), after))).toEqual(places);
  });

  it('has its end as a frame only where nothing follows', () => {
    const short = (repeat: Timeline['repeat']): Timeline => ({ steps: 1, seconds: 0.5, repeat });
    expect(frameTimes(short('loop'), 4)).toEqual([0, 0.25]);
    expect(frameTimes(short('swing'), 4)).toEqual([0, 0.25, 0.5, 0.75]);
    expect(frameTimes(short('once'), 4)).toEqual([0, 0.25, 0.5]);
    expect(frameTimes(of('loop'), 25)).toHaveLength(150);
  });

  it('of nothing to move through has one frame', () => {
    const still: Timeline = { steps: 0, seconds: 3, repeat: 'loop' };
    expect(frameTimes(still, 25)).toEqual([0]);
    expect(placeAt(still, 5)).toBe(0);
  });
});

describe('what the address keeps', () => {
  const first = firstAnimation(model, image(7));

  it('comes back as it was', () => {
    const animation = {
      ...first,
      kind: 'edit',
      keys: [image(7), image(4, -1)],
      how: 'linear',
      from: 2,
      to: -1,
      seconds: 1.5,
      repeat: 'once',
    } as const;
    expect(readAnimation(keepAnimation(animation), model, first)).toEqual(animation);
  });

  it('is checked', () => {
    const kept = { along: 'x', how: 'x', edit: 'x', from: '9', seconds: '-4', repeat: 'x' };
    expect(readAnimation(kept, model, first)).toEqual({ ...first, seconds: 0.4 });
    expect(readAnimation({ edit: 'joint width', from: '-9', to: '' }, model, first)).toMatchObject({
      from: -2,
      to: 2,
    });
    const none = { ...model, edits: [] } as unknown as StudioModel;
    const plain = firstAnimation(none, image(7));
    expect(readAnimation({ along: 'edit' }, none, plain).kind).toBe('images');
  });

  it('is a path and a timeline', () => {
    const path = pathOf(first, image(7));
    expect(timelineOf(first, path)).toEqual({ steps: 2, seconds: 3, repeat: 'loop' });
    const along = pathOf({ ...first, kind: 'edit' }, image(9));
    expect(along).toEqual({ kind: 'edit', image: image(9), edit: 'joint width', from: -2, to: 2 });
    expect(timelineOf({ ...first, kind: 'edit', repeat: 'swing' }, along).steps).toBe(1);
  });
});
