import { expect, test } from 'vitest';
import { contrast } from './contrast.ts';
import { readKioskConfig } from './readKioskConfig.ts';

const read = (settings: unknown) => readKioskConfig(JSON.stringify(settings));

test('an empty object is all defaults, which hold as settings themselves', () => {
  const config = readKioskConfig('{}');
  expect(config).toMatchObject({ idleSeconds: 45, secondsPerImage: 12, heartbeat: null, backend: 'auto' });
  expect(config.strings.mark).toBe('Synthetic image. Not for diagnosis.');
  expect(read(config)).toEqual(config);
});

test('what is given stands, beside the defaults', () => {
  const config = read({ idleSeconds: 5, strings: { touch: 'Berühren' }, heartbeat: { url: 'beat' } });
  expect(config.idleSeconds).toBe(5);
  expect(config.strings).toMatchObject({ touch: 'Berühren', done: 'Done' });
  expect(config.heartbeat).toEqual({ url: 'beat', seconds: 60 });
});

test.each([
  [{ idleSeconds: 0 }, 'kiosk.json: idleSeconds is 0, expected a number from 1 to 3600'],
  [{ idleSeconds: '5' }, 'kiosk.json: idleSeconds is "5", expected a number from 1 to 3600'],
  [{ framesPerSecond: 61 }, 'kiosk.json: framesPerSecond is 61, expected a number from 0.1 to 60'],
  [{ edits: 'all' }, 'kiosk.json: edits is "all", expected an array of names'],
  [{ edits: ['severity', 3] }, 'kiosk.json: edits[1] is 3, expected a name'],
  [{ seed: -1 }, 'kiosk.json: seed is -1, expected a whole number from 0'],
  [{ seed: 1.5 }, 'kiosk.json: seed is 1.5, expected a whole number from 0'],
  [{ backend: 'gpu' }, 'kiosk.json: backend is "gpu", expected auto, webgpu, cpu or reference'],
  [{ language: 'no language' }, /language is "no language", expected a language tag/],
  [{ strings: { mark: ' ' } }, 'kiosk.json: strings.mark is " ", expected a text of 1 to 200 letters'],
  [{ strings: { names: { a: 1 } } }, 'kiosk.json: strings.names.a is 1, expected a text'],
  [
    { strings: { hello: 'x' } },
    /^kiosk\.json: strings\.hello is no setting, expected one of touch, another, /,
  ],
  [{ idle: 5 }, /^kiosk\.json: idle is no setting, expected one of title, text, /],
  [{ heartbeat: true }, 'kiosk.json: heartbeat is true, expected an object of settings'],
  [{ heartbeat: { url: '' } }, 'kiosk.json: heartbeat.url is "", expected a text of 1 to 200 letters'],
  [{ strings: [] }, 'kiosk.json: strings is Array, expected an object of settings'],
  [{ colours: { ink: 'white' } }, 'kiosk.json: colours.ink is "white", expected a colour such as "#0a0c0d"'],
  [
    { colours: { ink: '#333333' } },
    /colours\.ink is #333333, 1\.\d : 1 against colours\.background #0a0c0d, expected at least 4\.5 : 1/,
  ],
  [[], /^kiosk\.json: is Array, expected an object of settings/],
])('%j is refused: where, what, expected', (settings, message) => {
  expect(() => read(settings)).toThrow(message);
});

test.each([
  ['', 'kiosk.json: is empty, expected an object of settings'],
  ['{ "title": ', /^kiosk\.json: is no JSON \(.+\), expected an object of settings$/],
])('text %j is refused', (text, message) => {
  expect(() => readKioskConfig(text)).toThrow(message);
});

test('contrast is that of WCAG', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(contrast('#ffffff', '#767676')).toBeCloseTo(4.54, 2);
});
