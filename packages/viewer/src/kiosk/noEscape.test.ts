import { expect, test } from 'vitest';
import { isEscape } from './noEscape.ts';

const key = (key: string, held: 'ctrlKey' | 'metaKey' | 'altKey' | undefined = undefined) =>
  isEscape({ key, ctrlKey: false, metaKey: false, altKey: false, ...(held ? { [held]: true } : {}) });

test('keys that work the controls pass', () => {
  for (const name of ['Tab', 'Enter', ' ', 'ArrowLeft', 'ArrowUp', 'Home', 'PageDown'])
    expect(key(name)).toBe(false);
});

test('shortcuts, function keys and back do not', () => {
  for (const name of [
    'F1',
    'F5',
    'F11',
    'F12',
    'Escape',
    'BrowserBack',
    'ContextMenu',
    'Backspace',
    "'",
    '/',
  ])
    expect(key(name)).toBe(true);
  expect(key('ArrowLeft', 'altKey')).toBe(true);
  expect(key('Enter', 'metaKey')).toBe(true);
  expect(key('Tab', 'ctrlKey')).toBe(true);
});
