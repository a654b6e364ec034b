import { expect, test } from 'vitest';
import { missingHere } from './missing.ts';

test('nothing is missing over HTTPS or from localhost', () => {
  expect(missingHere({ isSecureContext: true, protocol: 'https:' })).toEqual([]);
  expect(missingHere({ isSecureContext: true, protocol: 'http:' })).toEqual([]);
});

test('what is missing elsewhere is said', () => {
  expect(missingHere({ isSecureContext: false, protocol: 'http:' })[0]).toMatch(/^HTTPS or localhost/);
  expect(missingHere({ isSecureContext: true, protocol: 'file:' })[0]).toMatch(/^a web server/);
});
