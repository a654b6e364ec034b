import { expect, test } from 'vitest';
import { heartbeatUrl } from './heartbeatUrl.ts';

const base = 'https://player.example/kiosk/';
const policy = "default-src 'none'; connect-src 'self' https://monitor.example; base-uri 'none'";

test('its own origin, and one that the policy names', () => {
  expect(heartbeatUrl('health', base, policy)).toBe('https://player.example/kiosk/health');
  expect(heartbeatUrl('https://monitor.example/beat', base, policy)).toBe('https://monitor.example/beat');
});

test('another origin is refused before the browser refuses it silently', () => {
  expect(() => heartbeatUrl('https://other.example/', base, policy)).toThrow(
    /^kiosk\.json: heartbeat\.url is at https:\/\/other\.example, .* expected https:\/\/player\.example or a folder/,
  );
  expect(() => heartbeatUrl('http://', base, policy)).toThrow('heartbeat.url is "http://", expected a URL');
});
