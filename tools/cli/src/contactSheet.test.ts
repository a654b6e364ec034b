import { describe, expect, test } from 'vitest';
import { contactSheet, shrink, type Tile } from './contactSheet.ts';
import { sheetRows } from './sheetRows.ts';

function flat(width: number, height: number, grey: number): Tile {
  const rgba = new Uint8ClampedArray(width * height * 4).fill(grey);
  for (let alpha = 3; alpha < rgba.length; alpha += 4) rgba[alpha] = 255;
  return { width, height, rgba };
}

const pixel = (sheet: Tile, x: number, y: number) => sheet.rgba[(y * sheet.width + x) * 4];

describe('contactSheet', () => {
  test('tiles stand in rows with gaps between', () => {
    const rows = [
      { title: '', tiles: [flat(6, 5, 100), flat(6, 5, 150)] },
      { title: '', tiles: [flat(6, 5, 200)] },
    ];
    const sheet = contactSheet(rows);
    expect([sheet.width, sheet.height]).toEqual([4 + 2 * 10, 4 + 2 * 9]);
    expect([pixel(sheet, 4, 4), pixel(sheet, 9, 8), pixel(sheet, 14, 4), pixel(sheet, 4, 13)]).toEqual([
      100, 100, 150, 200,
    ]);
    expect([pixel(sheet, 0, 0), pixel(sheet, 10, 4), pixel(sheet, 14, 13)]).toEqual([24, 24, 24]);
  });

  test('a title stands above its row, in ink, inside the sheet', () => {
    const sheet = contactSheet([{ title: 'grade 3', tiles: [flat(8, 8, 0)] }]);
    const inked = [...sheet.rgba].filter((value, index) => index % 4 === 0 && value === 220);
    expect(inked.length).toBeGreaterThan(50);
    expect(sheet.height).toBe(4 + 10 + 4 + 8 + 4);
    expect(pixel(sheet, 4, 18)).toBe(0);
  });

  test('every pixel is opaque', () => {
    const sheet = contactSheet([{ title: 'a', tiles: [flat(3, 3, 9)] }]);
    expect(sheet.rgba.every((value, index) => index % 4 !== 3 || value === 255)).toBe(true);
  });
});

describe('shrink', () => {
  test('small images stay as they are', () => {
    const tile = flat(256, 256, 7);
    expect(shrink(tile)).toBe(tile);
  });

  test('large images are averaged by a whole factor', () => {
    const tile = flat(512, 300, 0);
    tile.rgba.set([80, 40, 0, 255], 0);
    const small = shrink(tile);
    expect([small.width, small.height]).toEqual([256, 150]);
    expect([...small.rgba.subarray(0, 4)]).toEqual([20, 10, 0, 255]);
  });

  test('a thin image keeps a pixel', () => {
    const small = shrink(flat(1, 1024, 50));
    expect([small.width, small.height, pixel(small, 0, 0)]).toEqual([1, 256, 50]);
  });
});

describe('sheetRows', () => {
  test('a title is a row; images without one make a square', () => {
    const rows = sheetRows();
    for (let index = 0; index < 3; index++) rows.add(index < 2 ? 'a' : 'b', flat(2, 2, index));
    expect(rows.rows().map(({ title, tiles }) => [title, tiles.length])).toEqual([
      ['a', 2],
      ['b', 1],
    ]);
    const plain = sheetRows();
    for (let index = 0; index < 7; index++) plain.add('', flat(2, 2, index));
    expect(plain.rows().map(({ tiles }) => tiles.length)).toEqual([3, 3, 1]);
  });

  test('what does not fit is counted', () => {
    const rows = sheetRows();
    for (let index = 0; index < 20; index++) rows.add('a', flat(1, 1, 0));
    for (let index = 0; index < 17; index++) rows.add(`row ${index}`, flat(1, 1, 0));
    expect(rows.rows()).toHaveLength(16);
    expect(rows.left).toBe(4 + 2);
  });
});
