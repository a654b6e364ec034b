import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../test/temporaryFolder.ts';
import { findSwiftShader, searchFolders, vulkanDriversChosen, vulkanEnvironment } from './vulkanDrivers.ts';

const folder = temporaryFolder();

test('the first folder with a driver list wins', () => {
  const folders = ['a', 'b', 'c'].map((name) => join(folder, name));
  for (const path of folders) mkdirSync(path);
  expect(findSwiftShader(folders)).toBeUndefined();
  for (const path of folders.slice(1)) writeFileSync(join(path, 'vk_swiftshader_icd.json'), '{}');
  expect(findSwiftShader(folders)).toBe(join(folder, 'b', 'vk_swiftshader_icd.json'));
});

test("Playwright's cache is searched, newest revision first", () => {
  const cache = join(folder, 'cache');
  for (const revision of ['chromium-1100', 'chromium-1200']) {
    const browser = join(cache, revision, 'chrome-linux');
    mkdirSync(browser, { recursive: true });
    writeFileSync(join(browser, 'vk_swiftshader_icd.json'), '{}');
  }
  const folders = searchFolders({ PLAYWRIGHT_BROWSERS_PATH: cache }).filter((path) => path.startsWith(cache));
  expect(findSwiftShader(folders)).toBe(
    join(cache, 'chromium-1200', 'chrome-linux', 'vk_swiftshader_icd.json'),
  );
});

test('a chosen browser is searched before all others', () => {
  expect(searchFolders({ ROENTGAN_CHROMIUM: '/somewhere/chrome' })[0]).toBe('/somewhere');
});

test('drivers that the caller chose are noticed by both of their names', () => {
  expect(vulkanDriversChosen({})).toBe(false);
  expect(vulkanEnvironment('x.json')).toMatchObject({
    VK_DRIVER_FILES: 'x.json',
    VK_ICD_FILENAMES: 'x.json',
  });
  for (const name of ['VK_DRIVER_FILES', 'VK_ICD_FILENAMES']) {
    expect(vulkanDriversChosen({ [name]: 'x.json' })).toBe(true);
  }
});
