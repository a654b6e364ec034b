import { expect, test } from 'vitest';
import { plainView } from '../display/view.ts';
import { displayFromLink, displayToLink } from './displayAddress.ts';

const plain = { view: plainView, comparing: false, measured: false };

test('what a link keeps comes back', () => {
  const settings = {
    view: { window: 0.5, level: 0.25, inverted: true, zoom: 2, left: 0.125, top: -0.5 },
    comparing: true,
    measured: true,
  };
  expect(displayFromLink(displayToLink(settings))).toEqual(settings);
  expect(displayToLink(plain)).toEqual({});
  expect(displayToLink({ ...plain, view: { ...plainView, zoom: 1.953125 } })).toEqual({ zoom: '1.9531' });
});

test('what makes no sense is plain, or at its limit', () => {
  expect(displayFromLink({})).toEqual(plain);
  expect(displayFromLink({ window: 'x', level: '', zoom: 'NaN', inverted: 'yes', compare: '2' })).toEqual(
    plain,
  );
  expect(displayFromLink({ window: '-3', zoom: '99', left: '7' }).view).toMatchObject({
    window: 0.05,
    zoom: 8,
    left: 3.5,
  });
});
