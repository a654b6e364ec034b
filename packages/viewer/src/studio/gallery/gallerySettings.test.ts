import { expect, test } from 'vitest';
import type { StudioModel } from '../studioState.ts';
import { type GallerySettings, readSettings, shownGrades, writeSettings } from './gallerySettings.ts';

const modelWith = (classes: number) =>
  ({ labels: classes > 0 ? [{ name: 'grade', classes, default: 0 }] : [] }) as unknown as StudioModel;
const state = { seed: 7, labels: { grade: 2 } };

test('what is written is read again', () => {
  const settings: GallerySettings = {
    at: 1200,
    grade: 3,
    size: 'small',
    edited: true,
    selected: [
      { seed: 9, grade: 4 },
      { seed: 7, grade: 0 },
    ],
    comparing: true,
    difference: true,
    scale: 64,
    place: { zoom: 2.5, left: 0.25, top: -0.75 },
  };
  const kept = writeSettings(settings, modelWith(5), state);
  expect(kept.selected).toBe('9.4_7.0');
  expect(readSettings(kept, modelWith(5), state)).toEqual(settings);
  const plain = readSettings({}, modelWith(5), state);
  expect(writeSettings(plain, modelWith(5), state)).toEqual({ at: '7' });
});

test('what makes no sense is the default', () => {
  const wrong = {
    at: '-3',
    grade: '5',
    size: 'toString',
    edited: 'yes',
    selected: '1.9_x_3.2_4_5.1.1_1e3.2',
    scale: '7',
    zoom: 'NaN',
    left: '0',
    top: '',
  };
  expect(readSettings(wrong, modelWith(5), state)).toEqual({
    ...readSettings({}, modelWith(5), state),
    selected: [{ seed: 3, grade: 2 }],
  });
  expect(readSettings({ zoom: '4', left: '9', top: '-9' }, modelWith(5), state).place).toEqual({
    zoom: 4,
    left: 1.5,
    top: -1.5,
  });
});

test('the classes that are shown: all side by side, one of many, none', () => {
  const grades = (classes: number) =>
    shownGrades(modelWith(classes), readSettings({}, modelWith(classes), state));
  expect(grades(5)).toEqual([0, 1, 2, 3, 4]);
  expect(grades(1000)).toEqual([2]);
  expect(grades(0)).toEqual([undefined]);
  expect(readSettings({ selected: '3.1_4' }, modelWith(0), state).selected).toEqual([
    { seed: 4, grade: undefined },
  ]);
});
