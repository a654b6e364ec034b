import type { Health } from './health.ts';

/** Milliseconds that a post may take: a server that hangs must not gather requests. */
const postLimit = 10_000;

/**
 * Says every `seconds` how the kiosk is: a line in the console, and a post where a URL is given. A post that fails is noted in
 * `onFailure`, and not tried again before the next.
 */
export function startHeartbeat(
  read: () => Health,
  seconds: number,
  url: string | undefined,
  onFailure: (message: string) => void,
): () => void {
  async function beat(): Promise<void> {
    const body = JSON.stringify(read());
    console.info(`roentgan-kiosk health ${body}`);
    if (url === undefined) return;
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
        signal: AbortSignal.timeout(postLimit),
      });
      if (!response.ok) throw new Error(`the server answered ${response.status}`);
    } catch (error) {
      onFailure(`heartbeat ${url}: ${(error as Error).message}`);
    }
  }
  void beat();
  const timer = setInterval(() => void beat(), seconds * 1000);
  return () => clearInterval(timer);
}
