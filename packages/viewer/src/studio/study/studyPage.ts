import { readStudy } from '@roentgan/datasets/study';
import { byId } from '../../controls/makeElement.ts';
import { imagesScreen } from './imagesScreen.ts';
import { newSession } from './newSession.ts';
import { readerScreen } from './readerScreen.ts';
import { runSession } from './runSession.ts';
import { messageOf, paragraph, showPage } from './screen.ts';
import { alone, findSession, type StoredSession } from './sessionStore.ts';
import { type Started, startScreen } from './startScreen.ts';

/** `?study=URL` opens a study at once, `?model=URL` names its model's file; `#make` is for those who plan one. */
const given = new URLSearchParams(location.search);
const modelUrl = given.get('model') || '../model.safetensors';

addEventListener('hashchange', () => location.reload());

async function main(): Promise<void> {
  if (location.hash === '#make') {
    const { makeScreen } = await import('./makeScreen.ts');
    return makeScreen(modelUrl);
  }
  const started = await openLinked(given.get('study'));
  const { study, file } = started;
  document.title = `${study.study.name}: reader study`;
  byId('study-name').textContent = study.study.name;
  const stored = await arrive(started);
  byId('reader-name').textContent = `Reader ${stored.session.reader.code}`;
  const isResumed = stored.session.grading.length > 0;
  const ran = await alone(stored.session, async () => {
    const images = await imagesScreen(study, modelUrl, isResumed);
    await runSession(study, { ...stored, studyFile: file }, images);
  });
  if (!ran)
    showPage(
      'Open in another tab',
      paragraph(
        `The answers of reader ${stored.session.reader.code} are open in another tab of this browser. Close one of the two, then load this page again.`,
      ),
    );
}

async function openLinked(url: string | null): Promise<Started> {
  if (!url) return startScreen();
  try {
    const response = await fetch(url);
    if (!response.ok)
      throw new Error(`${url}: the server answers ${response.status}, expected the file of a study`);
    const file = await response.text();
    return { study: readStudy(file, url), file };
  } catch (thrown) {
    return startScreen(messageOf(thrown));
  }
}

/** The reader's answers so far, or a new beginning. */
async function arrive({ study, file, reader }: Started): Promise<StoredSession> {
  const known = reader === undefined ? undefined : await findSession(study.id, reader);
  if (known) return known;
  const arrived = await readerScreen(study);
  return 'stored' in arrived ? arrived.stored : newSession(study, file, arrived.reader);
}

main().catch((error) => {
  showPage('This did not work', paragraph(messageOf(error)));
  throw error;
});
