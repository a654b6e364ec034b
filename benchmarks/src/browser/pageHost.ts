import type { ContenderName } from '../contenders.ts';
import type { Contestant, Host } from '../contestant.ts';
import { downloadOf } from '../downloads.ts';
import { within } from '../within.ts';
import type { BrowserPage, BrowserSession } from './session.ts';

/** Contenders in frames of one page, which all images are compared and timed in; first images have pages of their own. */
export interface PageHost extends Host {
  close(): Promise<void>;
}

/**
 * @param url of the benchmark's page
 * @param folder that its code is served from, for the size of what a contender downloads
 */
export async function openPageHost(
  session: BrowserSession,
  url: string,
  folder: string,
  say: (line: string) => void,
): Promise<PageHost> {
  const page = await session.open(url, say);
  let frames = 0;
  return {
    open: (name) => contestantInFrame(page, name, frames++),
    async firstImage(name, model) {
      const empty = await session.open(url, say);
      try {
        const { milliseconds, urls } = await told(name, 'first image', () =>
          empty.evaluate(({ name, model }) => window.benchmark.firstImage(name, model), { name, model }),
        );
        return { milliseconds, download: downloadOf(urls, folder) };
      } finally {
        await empty.close();
      }
    },
    close: () => page.close(),
  };
}

function contestantInFrame(page: BrowserPage, name: ContenderName, number: number): Contestant {
  const opened = page.evaluate(({ number, name }) => window.benchmark.open(number, name), { number, name });
  opened.catch(() => {}); // told with the first command
  return {
    name,
    ask: async (command, ...parameters) => {
      const given = { number, command, parameters };
      const answer = await told(name, command, async () => {
        await opened;
        return page.evaluate(
          ({ number, command, parameters }) => window.benchmark.ask(number, command, parameters),
          given,
        );
      });
      return answer as never; // whatever the command returns
    },
    close: () => void page.evaluate((number) => window.benchmark.close(number), number).catch(() => {}),
  };
}

/** Errors name the contender, in one line and without what the browser's driver puts before them. */
async function told<Value>(name: ContenderName, what: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await within(`"${what}"`, work);
  } catch (error) {
    const [message = ''] = (error as Error).message.split('\n');
    throw new Error(`${name}: ${message.replace(/^page\.evaluate: /, '').replace(/^(Error: )+/, '')}`);
  }
}
