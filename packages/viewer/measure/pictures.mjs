import { rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { inFreshBrowser, serveStudio } from './studioSite.mjs';

// `node packages/viewer/measure/pictures.mjs` after a build: makes the pictures of the studio in docs/images/studio anew, with the knee on the
// CPU backend. Look at them before they are committed.
const pictures = {
  gallery: {
    hash: '#view=gallery',
    size: { width: 1200, height: 750 },
    scheme: 'light',
    shows: 'canvas',
  },
  image: {
    hash: '#seed=3&label.grade=1&edit.joint+space+medial=-1.5',
    size: { width: 1024, height: 768 },
    scheme: 'dark',
    press: 'Measured',
    shows: 'text=/^measured/',
  },
};
const site = await serveStudio();
for (const [name, { hash, size, scheme, press, shows }] of Object.entries(pictures)) {
  await inFreshBrowser(async (page) => {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme: scheme });
    await page.goto(site.address('cpu', hash));
    await page.locator('#backend').getByText('CPU').waitFor();
    if (press) await page.getByRole('switch', { name: press }).check();
    await page.locator(shows).first().waitFor();
    // Images of a gallery come one after another, measures behind each image.
    await page.waitForTimeout(8000);
    const devtools = await page.context().newCDPSession(page);
    const { data } = await devtools.send('Page.captureScreenshot', { format: 'webp', quality: 85 });
    const file = fileURLToPath(new URL(`../../../docs/images/studio/${name}.webp`, import.meta.url));
    await writeFile(`${file}.part`, Buffer.from(data, 'base64'));
    await rename(`${file}.part`, file);
  });
}
site.close();
