import { KioskConfigError } from '../config/readKioskConfig.ts';

/**
 * Where heartbeats go, absolute.
 * @param policy the page's content security policy: `connect-src` names the origins that may be asked
 * @throws KioskConfigError for what is no URL, and for an origin that the policy would refuse
 */
export function heartbeatUrl(url: string, base: string, policy: string): string {
  if (!URL.canParse(url, base))
    throw new KioskConfigError(`kiosk.json: heartbeat.url is "${url}", expected a URL`);
  const asked = new URL(url, base);
  const own = new URL(base).origin;
  const allowed = /connect-src ([^;]*)/.exec(policy)?.[1]?.split(/\s+/) ?? [];
  if (asked.origin === own || allowed.includes(asked.origin)) return asked.href;
  throw new KioskConfigError(
    `kiosk.json: heartbeat.url is at ${asked.origin}, which this folder's policy refuses, expected ${own} or a folder that "roentgan kiosk --config" wrote for it`,
  );
}
