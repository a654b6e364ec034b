import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import { writeModel } from '@roentgan/gan-runtime/model-file';
import { parse } from 'csv-parse/sync';
import { settled, siteUrl, test } from './site.ts';
import { amounts, ask, changingOnce, classNames, file, finding, inputOf, open } from './stressPage.ts';
import { tinyModel } from './tinyModel.ts';

for (const name of ['brightness.safetensors', 'brightness.onnx']) {
  test(`where a classifier changes its mind, from ${name}`, async ({ page }) => {
    await open(page, name);
    await page.getByLabel('Edit', { exact: true }).selectOption('direction 1');
    await page.getByLabel('Points').fill('11');
    await ask(page).click();
    await expect(page.locator('figure')).toHaveCount(3);

    const { curve } = await changingOnce();
    const at = curve.findIndex(({ grade }, index) => index > 0 && grade !== curve[index - 1]!.grade);
    const said = await finding(page).textContent();
    const [, from, to, amount] = /^Seed 7: (\w+) to (\w+) at ([+−][\d.]+) standard deviations/.exec(said!)!;
    expect([from, to]).toEqual([classNames[curve[at - 1]!.grade], classNames[curve[at]!.grade]]);
    const found = Number(amount!.replace('−', '-'));
    expect(found).toBeGreaterThan(curve[at - 1]!.amount);
    expect(found).toBeLessThan(curve[at]!.amount);
    await expect(page.locator('.plot .mark-text')).toHaveText(`changes at ${amount}`);
    await expect(page.locator('.plot .curve')).toHaveCount(2);
    await expect(
      page.getByRole('img', { name: /^Probability of each class along direction 1\. Seed 7/ }),
    ).toBeVisible();
    await expect(page.locator('figure .mark')).toHaveText(['synthetic', 'synthetic', 'synthetic']);
    await expect(page.locator('figcaption').nth(1)).toHaveText(`${from} to ${to} at ${amount}`);

    // At the point itself the two classes are as good as equal.
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as CSV' }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe('tiny-direction-1.csv');
    const rows = parse(await readFile(await download.path()), { columns: true }) as Record<string, string>[];
    const points = rows.filter(({ kind }) => kind === 'point');
    expect(points.map((row) => Number(row.amount))).toEqual(
      amounts.map((amount) => expect.closeTo(amount, 10)),
    );
    expect(points.map((row) => row.class)).toEqual(curve.map(({ grade }) => classNames[grade]));
    for (const [index, row] of points.entries())
      expect(Number(row.p_bright)).toBeCloseTo(curve[index]!.probabilities[1]!, 4);
    const changes = rows.filter(({ kind }) => kind === 'change');
    expect(Number(changes[0]!.amount)).toBeCloseTo(found, 3);
  });
}

test('the plot as a table, and the expected class', async ({ page }) => {
  await open(page);
  await page.getByLabel('Points').fill('11');
  await ask(page).click();
  await expect(page.locator('figure')).toHaveCount(3);
  await page.getByText('Values as a table').click();
  const table = page.getByRole('region', { name: 'Values of the plot' });
  await expect(table.getByRole('columnheader')).toHaveText([
    'direction 1, standard deviations',
    ...classNames,
  ]);
  await expect(table.getByRole('row')).toHaveCount(12);
  const { curve } = await changingOnce();
  await expect(table.getByRole('row').nth(1).getByRole('cell').nth(1)).toHaveText(
    `${(curve[0]!.probabilities[1]! * 100).toFixed(1)} %`,
  );
  await page.getByLabel('The plot shows').selectOption('expected class, where classes are in order');
  await expect(page.locator('.plot .curve')).toHaveCount(1);
  await expect(table.getByRole('row').nth(11).getByRole('cell')).toHaveText(
    curve[10]!.expectedGrade.toFixed(2),
  );
});

test('several seeds are a mean with a band', async ({ page }) => {
  await open(page);
  await page.getByLabel('Points').fill('5');
  await page.getByLabel('Seeds, from the one at hand on').fill('4');
  await ask(page).click();
  await expect(finding(page)).toHaveText(/Of 4 seeds, \d change their answer/);
  await expect(page.locator('.plot .band')).toHaveCount(2);
  await expect(page.getByText('means of 4 seeds, bands from the lowest to the highest')).toBeVisible();
  await page.getByText('Values as a table').click();
  await expect(page.locator('.curve-table td').first()).toHaveText(/^[\d.]+ % \([\d.]+ % to [\d.]+ %\)$/);
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as CSV' }).click();
  const rows = parse(await readFile(await (await downloading).path()), { columns: true }) as Record<
    string,
    string
  >[];
  expect([...new Set(rows.map(({ seed }) => seed))]).toEqual(['7', '8', '9', '10']);
});

test('how a picture is prepared is taken from the model', async ({ page }) => {
  await open(page);
  const facts = page.locator('.classifier-facts');
  await expect(facts).toContainText('2: dim, bright');
  await expect(facts).toContainText('Its middle in the proportions of 8×8, scaled from 24×16 to 8×8');
  await expect(facts).toContainText('One channel: grey');
  await expect(facts).toContainText('Black is -1, white 1');
  await expect(facts).toContainText('of which the softmax is taken here');
  await expect(page.getByText("Normalise as ImageNet's")).toBeHidden();
});

test('long work is stopped; what was asked stays', async ({ page }) => {
  await open(page);
  await page.getByLabel('Points').fill('201');
  await page.getByLabel('Seeds, from the one at hand on').fill('100');
  await ask(page).click();
  await expect(page.getByText(/^\d+ of 20,100 pictures$/)).toBeVisible();
  await expect(page.getByRole('progressbar')).toBeVisible();
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByText('Stopped. The plot shows what was asked until then.')).toBeVisible();
  await expect(page.locator('.plot .curve')).toHaveCount(2);
  await expect(ask(page)).toBeFocused();

  // Going elsewhere stops too, and the classifier is still there afterwards.
  await ask(page).click();
  await page.getByRole('link', { name: 'Image' }).click();
  await page.getByRole('link', { name: 'Stress-test' }).click();
  await expect(page.getByText('Stopped.')).toBeVisible();
  await expect(ask(page)).toBeEnabled();
});

test('what is no classifier is refused in one line; the one before stays', async ({ page }) => {
  await open(page);
  await inputOf(page).setInputFiles(file('tiny.safetensors', writeModel(tinyModel())));
  await expect(page.getByRole('alert')).toHaveText(
    /^model "tiny" is not a classifier: it takes .*, expected one image/,
  );
  await inputOf(page).setInputFiles(file('bad.onnx', new TextEncoder().encode('nothing')));
  await expect(page.getByRole('alert')).toHaveText(/^bad\.onnx: /);
  await page.getByLabel('Points').fill('2');
  await ask(page).click();
  await expect(page.getByText('Points: found "2", expected a whole number from 3 to 201')).toBeVisible();
  await page.getByLabel('Points').fill('3');
  await ask(page).click();
  await expect(finding(page)).toContainText('Seed 7');
});

test('the classifier beside the page, and a model without edits', async ({ page }) => {
  const address =
    'studio/?model=/tiny.safetensors&classifier=/knee-grade.safetensors&backend=cpu#view=stress';
  await page.goto(siteUrl(address));
  await expect(page.locator('.classifier-facts')).toContainText('knee-grade');
  await expect(page.locator('.classifier-facts')).toContainText('5: KL 0, KL 1, KL 2, KL 3, KL 4');
  await page.goto(
    siteUrl('studio/?model=/tiny.safetensors&classifier=/none.safetensors&backend=cpu#view=stress'),
  );
  await expect(page.getByRole('alert')).toHaveText('none.safetensors: the server answered 404, expected 200');
  // Where none is served, none is missed, nor asked for; site.json says where there is one.
  const wrong: string[] = [];
  page.on('response', (response) => response.status() === 404 && wrong.push(response.url()));
  await page.goto(siteUrl('studio/?model=/tiny.safetensors&backend=cpu&again#view=stress'));
  await expect(page.getByText('Reading')).toHaveCount(0);
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(ask(page)).toBeDisabled();
  expect(wrong).toEqual([]);
  await page.route('**/site.json', (route) =>
    route.fulfill({ json: { classifier: '/knee-grade.safetensors' } }),
  );
  await page.reload();
  await expect(page.locator('.classifier-facts')).toContainText('knee-grade');
  await page.goto(siteUrl('studio/?model=/style.safetensors&backend=cpu'));
  await settled(page);
  await expect(page.getByRole('link', { name: 'Inspect' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Stress-test' })).toHaveCount(0);
});

test('the settings are in the link', async ({ page }) => {
  await open(page);
  await page.getByLabel('Edit', { exact: true }).selectOption('direction 2');
  await page.getByLabel('Points').fill('9');
  await page.getByLabel('Points').blur();
  await expect.poll(() => page.url()).toMatch(/stress\.edit=direction\+2&stress\.points=9/);
  await page.reload();
  await expect(page.getByLabel('Edit', { exact: true })).toHaveValue('direction 2');
  await expect(page.getByLabel('Points')).toHaveValue('9');
});
