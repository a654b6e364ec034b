import { expect } from '@playwright/test';
import { goTo, made, open, rows, short, shown, stage, time, twoFrames, url, view } from './animatePage.ts';
import { test } from './site.ts';

test('the picture is that of the runtime, at chosen images and between them, spherical and linear', async ({
  page,
}) => {
  await open(page);
  const labels = { grade: 3 };
  expect(await shown(page, 'seed 7')).toBe(await made(page, { seed: 7, labels }));
  await goTo(page, 0.25);
  const between = (how: string) =>
    made(page, { seed: 7, labels, towards: { seed: 8, labels, share: 0.5, how } });
  const spherical = await shown(page, 'seed 7 to seed 8, 50 %');
  expect(spherical).toBe(await between('slerp'));
  await page.getByRole('radio', { name: 'Linear' }).check();
  const linear = await between('linear');
  expect(linear).not.toBe(spherical);
  await expect.poll(() => shown(page, 'seed 7 to seed 8, 50 %')).toBe(linear);
  await goTo(page, 0.5);
  expect(await shown(page, 'seed 8')).toBe(await made(page, { seed: 8, labels }));
  await expect(view(page).locator('.stage .mark')).toBeVisible();
});

test('images are added, moved, removed and shown; the address keeps them', async ({ page }) => {
  await open(page);
  const names = () => rows(page).locator('strong').allTextContents();
  await expect.poll(names).toEqual(['Seed 7', 'Seed 8']);
  await page.getByRole('link', { name: 'Image' }).click();
  await page.getByLabel('Seed', { exact: true }).fill('21');
  await page.getByRole('radio', { name: '1' }).check();
  await page.getByRole('slider', { name: 'Direction 1' }).fill('2');
  await page.getByRole('link', { name: 'Animate' }).click();
  await page.getByRole('button', { name: 'Add seed 21' }).click();
  await expect.poll(names).toEqual(['Seed 7', 'Seed 8', 'Seed 21']);
  await expect(rows(page).nth(2)).toContainText('grade 1, edited');
  await expect(time(page)).toHaveAttribute('max', '1.5');
  for (const row of await rows(page).all())
    await expect(row.locator('canvas')).toHaveAttribute('aria-label', /^Synthetic image: Seed/);

  await page.getByRole('button', { name: 'Move up: image 3, Seed 21' }).click();
  await expect.poll(names).toEqual(['Seed 7', 'Seed 21', 'Seed 8']);
  await expect(page.getByRole('button', { name: 'Move up: image 2, Seed 21' })).toBeFocused();
  await page.getByRole('button', { name: 'Move down: image 1, Seed 7' }).click();
  await expect.poll(names).toEqual(['Seed 21', 'Seed 7', 'Seed 8']);
  await page.getByRole('button', { name: /^Show image 1: Seed 21/ }).click();
  const edited = { seed: 21, labels: { grade: 1 }, edits: { 'direction 1': 2 } };
  expect(await shown(page, 'seed 21')).toBe(await made(page, edited));
  await goTo(page, 0.25);
  const half = { seed: 7, labels: { grade: 3 }, edits: { 'direction 1': 0 }, share: 0.5 };
  expect(await shown(page, 'seed 21 to seed 7, 50 %')).toBe(await made(page, { ...edited, towards: half }));

  await expect.poll(() => page.url()).toContain('animate.images=');
  await page.reload();
  await expect.poll(names).toEqual(['Seed 21', 'Seed 7', 'Seed 8']);
  await page.getByRole('button', { name: 'Remove: image 3, Seed 8' }).click();
  await page.getByRole('button', { name: 'Remove: image 1, Seed 21' }).click();
  await expect.poll(names).toEqual(['Seed 7']);
  await expect(page.getByText('Add a second image')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Play' })).toBeDisabled();
  await expect(page.getByRole('button', { name: 'Remove: image 1, Seed 7' })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  await page.getByRole('button', { name: 'Add a random one' }).click();
  await expect(rows(page)).toHaveCount(2);
  await expect(page.getByRole('button', { name: 'Play' })).toBeEnabled();
});

test('along an edit, in its units, of the image at hand', async ({ page }) => {
  await open(page);
  await page.getByRole('radio', { name: 'Along an edit' }).check();
  await expect(page.getByRole('radio', { name: 'Back and forth' })).toBeChecked();
  await page.getByRole('combobox', { name: 'Edit' }).selectOption('direction 2');
  await page.getByRole('slider', { name: 'From' }).fill('-1');
  await page.getByRole('slider', { name: 'To' }).fill('2');
  await expect(time(page)).toHaveAttribute('max', '1');
  await goTo(page, 0.25);
  const at = (amount: number) =>
    made(page, { seed: 7, labels: { grade: 3 }, edits: { 'direction 2': amount } });
  expect(await shown(page, 'seed 7, direction 2 0.5')).toBe(await at(0.5));
  await goTo(page, 0.75);
  expect(await shown(page, 'seed 7, direction 2 0.5')).toBe(await at(0.5));
  await goTo(page, 0.5);
  expect(await shown(page, 'seed 7, direction 2 2')).toBe(await at(2));
  await expect.poll(() => page.url()).toContain('animate.edit=direction+2');
  await page.reload();
  await expect(page.getByRole('combobox', { name: 'Edit' })).toHaveValue('direction 2');
  await expect(page.getByRole('slider', { name: 'From' })).toHaveValue('-1');
});

test('it plays when it is opened, pauses, and stays paused', async ({ page }) => {
  await page.goto(url(`${short}&animate.repeat=loop`));
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  const name = () => stage(page).getAttribute('aria-label');
  const before = await name();
  await expect.poll(name).not.toBe(before);
  await page.getByRole('button', { name: 'Pause' }).click();
  const at = await time(page).inputValue();
  await twoFrames(page);
  expect(await time(page).inputValue()).toBe(at);
  await page.getByRole('link', { name: 'Image' }).click();
  await page.getByRole('link', { name: 'Animate' }).click();
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
});

test('with "Stop" it ends at the last image, and plays again from the first', async ({ page }) => {
  await open(page, `${short}&animate.repeat=once`);
  await page.getByRole('button', { name: 'Play' }).click();
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
  await expect(time(page)).toHaveValue('0.5');
  await shown(page, 'seed 8');
  await page.getByRole('button', { name: 'Play' }).click();
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
  await shown(page, 'seed 8');
});

test('where less motion is preferred nothing starts by itself; another view stops what runs', async ({
  page,
}) => {
  await open(page);
  await twoFrames(page);
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
  await expect(time(page)).toHaveValue('0');
  await page.getByRole('button', { name: 'Play' }).click();
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  await page.getByRole('link', { name: 'Image' }).click();
  await expect(view(page)).toBeHidden();
  const at = await view(page).locator('.track input').inputValue();
  await twoFrames(page);
  expect(await view(page).locator('.track input').inputValue()).toBe(at);
});

test('a link with nonsense shows what a model begins with', async ({ page }) => {
  await open(
    page,
    'view=animate&animate.images=seed%3D-4+&animate.seconds=x&animate.how=y&animate.repeat=z&animate.edit=none',
  );
  await expect(rows(page).locator('strong')).toHaveText(['Seed 0', 'Seed 0']);
  await expect(page.getByRole('slider', { name: 'Seconds for a step' })).toHaveValue('3');
  await expect(page.getByRole('radio', { name: 'Spherical' })).toBeChecked();
});

test('a diffusion model says its steps, and gives up a picture that is not wanted any more', async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(url('view=animate&animate.seconds=0.5', 'diffusion'));
  await expect(view(page).locator('.where')).toHaveText('seed 0');
  await goTo(page, 0.1);
  await goTo(page, 0.25);
  await shown(page, 'seed 0 to seed 1, 50 %');
});

test('a model that makes no images has no such view', async ({ page }) => {
  await page.goto(url('view=animate', 'classifier'));
  await expect(page.locator('#model-name')).not.toBeEmpty();
  await expect(page.getByRole('link', { name: 'Animate' })).toHaveCount(0);
});
