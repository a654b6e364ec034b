/** A 3x5 font: five octal digits a glyph, one per row, whose bits are the pixels from left to right. */
const glyphs: Readonly<Record<string, string>> = {
  a: '25755',
  b: '65656',
  c: '34443',
  d: '65556',
  e: '74647',
  f: '74644',
  g: '34553',
  h: '55755',
  i: '72227',
  j: '11152',
  k: '55655',
  l: '44447',
  m: '57755',
  n: '65555',
  o: '25552',
  p: '65644',
  q: '25563',
  r: '65655',
  s: '34216',
  t: '72222',
  u: '55557',
  v: '55552',
  w: '55775',
  x: '55255',
  y: '55222',
  z: '71247',
  '0': '75557',
  '1': '26227',
  '2': '71747',
  '3': '71717',
  '4': '55711',
  '5': '74717',
  '6': '74757',
  '7': '71122',
  '8': '75757',
  '9': '75717',
  '-': '00700',
  '+': '02720',
  '.': '00002',
  '=': '07070',
};

const ADVANCE = 4;
const HEIGHT = 5;

/** Calls `paint` for each lit pixel of a line of text; unknown characters are blank. */
export function drawText(text: string, scale: number, paint: (x: number, y: number) => void): void {
  [...text.toLowerCase()].forEach((character, index) => {
    const rows = glyphs[character] ?? '00000';
    for (let y = 0; y < HEIGHT * scale; y++) {
      const row = Number(rows[Math.floor(y / scale)]);
      for (let x = 0; x < 3 * scale; x++) {
        if ((row >> (2 - Math.floor(x / scale))) & 1) paint(index * ADVANCE * scale + x, y);
      }
    }
  });
}

/** Pixels that `drawText` spans. */
export function textSize(text: string, scale: number): { width: number; height: number } {
  return { width: Math.max(0, [...text].length * ADVANCE - 1) * scale, height: HEIGHT * scale };
}
