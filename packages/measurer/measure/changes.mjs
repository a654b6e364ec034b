// How measureKnee answers known changes of real radiographs: `node packages/measurer/measure/changes.mjs VAL TRAIN` after a build, both in the
// layout 0 to 4. Exact changes of 60 knees of VAL in seven steps, which no constant was set by, then repeatability on 50 of TRAIN.
import jpeg from 'jpeg-js';
import { measureKnee, readImage, resizeImage, toGrey } from '../dist/index.js';
import {
  changeValues,
  deviation,
  kneeFiles,
  mean,
  quantile,
  readKnee,
  repeatableNormal,
  resample,
  SIZE,
  valuesOf,
} from './knees.mjs';

const [val, train] = process.argv.slice(2);
if (!train) throw new Error('expected VAL TRAIN');
const STEPS = 7;
const CENTRE = (SIZE - 1) / 2;
const radians = (degrees) => (degrees * Math.PI) / 180;

const exact = kneeFiles(val)
  .flatMap((files) => files.filter((_, at) => at % 14 === 3))
  .slice(0, 60);
const knees = await Promise.all(exact.map(readKnee));
const joints = knees.map(jointRow);
console.log(
  `tibial plateaus in rows ${[0, 0.25, 0.5, 0.75, 1].map((share) => quantile(joints, share).toFixed(0))}`,
);
console.log(`exact changes of ${knees.length} knees; change of the value for each unit: mean (middle half)`);
await tellSlopes('enlarged by -6 to 6 %', 6, (per) => about({ scale: 1 + per / 100 }), {
  own: ['size', 'tibialWidth', 'femoralWidth'],
  others: ['alignment', 'contrast', 'jointSpaceMedial', 'jointSpaceLateral'],
});
await tellSlopes('femur leaned by -6 to 6 degrees', 6, leaned, {
  own: ['alignment'],
  others: ['size', 'rotation', 'jointSpaceMedial', 'jointSpaceLateral'],
});
await tellSlopes('turned by -5 to 5 degrees', 5, (degrees) => about({ turn: degrees }), {
  own: ['rotation'],
  others: ['alignment', 'size', 'jointSpaceMedial', 'jointSpaceLateral'],
});
await tellRepeatability();

/** Where each pixel comes from when the image is enlarged, turned clockwise and shifted about its middle. */
function about({ scale = 1, turn = 0, right = 0, down = 0 }) {
  const [cos, sin] = [Math.cos(radians(turn)), Math.sin(radians(turn))];
  return (x, y) => {
    const [dx, dy] = [(x - CENTRE - right) / scale, (y - CENTRE - down) / scale];
    return [CENTRE + cos * dx + sin * dy, CENTRE - sin * dx + cos * dy];
  };
}

/** Rows above the joint move to the lateral side, as those of the mean knee do when its femur leans: tan(lean) h^2 / (h + 10). */
function leaned(degrees, joint) {
  return (x, y) => {
    const height = Math.max(0, joint - y);
    return [x + (Math.tan(radians(degrees)) * height ** 2) / (height + 10), y];
  };
}

/** The mean row of the tibia's plateau, both compartments; the middle of the image where no knee is found. */
function jointRow(image) {
  const { found, lines } = measureKnee(image, { side: 'right' });
  if (!found) return CENTRE;
  return mean([...lines.tibiaEdge.lateral, ...lines.tibiaEdge.medial].map(([, y]) => y));
}

async function tellSlopes(title, reach, change, { own, others }) {
  const amounts = Array.from({ length: STEPS }, (_, at) => -reach + (2 * reach * at) / (STEPS - 1));
  const rows = knees.map((image, at) =>
    amounts.map((amount) => valuesOf(resample(image, change(amount, joints[at])))),
  );
  const whole = rows.filter((row) => row.every(Boolean));
  console.log(`\n${title}; ${rows.length - whole.length} lost at a step`);
  for (const name of [...own, ...others]) {
    const usable = whole.filter((row) => row.every((values) => !Number.isNaN(values[name])));
    const slopes = usable.map((row) => {
      const measured = row.map((values) => values[name]);
      // A width in per cent of itself, as an enlargement is stated.
      return slopeOf(amounts, measured) / (name.endsWith('Width') ? mean(measured) / 100 : 1);
    });
    const spread = [0.25, 0.75].map((share) => quantile(slopes, share).toFixed(2)).join(' to ');
    // Which way a value goes is the mean slope's; an image that is lost counts as failing.
    const way = Math.sign(mean(slopes));
    const rising = usable.filter((row) =>
      row.every((values, at) => at === 0 || way * (values[name] - row[at - 1][name]) >= 0),
    );
    const monotone = own.includes(name)
      ? `, monotone ${Math.round((100 * rising.length) / rows.length)} %`
      : '';
    console.log(`  ${name}: ${mean(slopes).toFixed(2)} (${spread})${monotone}`);
  }
}

function slopeOf(amounts, values) {
  const spread = amounts.reduce((sum, amount) => sum + amount ** 2, 0);
  return amounts.reduce((sum, amount, at) => sum + (amount * values[at]) / spread, 0);
}

/** Standard deviation of the difference to the same knee unchanged and, in brackets, 1.48 x the median absolute deviation. */
async function tellRepeatability() {
  const files = kneeFiles(train).flatMap((grade) =>
    Array.from({ length: 10 }, (_, at) => grade[Math.floor(((at + 0.5) * grade.length) / 10)]),
  );
  const originals = await Promise.all(files.map(readKnee));
  // Enlarged, so that a shift has real pixels to move in.
  const scale = 1.06;
  const enlarged = originals.map((image) => resample(image, about({ scale })));
  const moved = (change) => originals.map((image) => resample(image, about({ scale, ...change })));
  const normal = repeatableNormal(50);
  const changes = {
    'shifted 3 px sideways': () => moved({ right: 3 }),
    'shifted 3 px down': () => moved({ down: 3 }),
    'scaled by 0.95': () => moved({ scale: scale * 0.95 }),
    'turned 2 degrees': () => moved({ turn: 2 }),
    'brightened (0.85 x + 15 %)': () =>
      enlarged.map((image) => changeValues(image, (value) => 0.85 * value + 0.15)),
    'JPEG 75': () => Promise.all(enlarged.map(throughJpeg)),
    'noise of 3 %': () => enlarged.map((image) => changeValues(image, (value) => value + 0.03 * normal())),
    'brought to 128 px and back': () =>
      enlarged.map((image) => resizeImage(resizeImage(image, 128, 128), SIZE, SIZE)),
  };
  const names = [
    'jointSpaceMedial',
    'jointSpaceLateral',
    'tibialWidth',
    'femoralWidth',
    'contrast',
    'rotation',
    'size',
    'alignment',
  ];
  const before = enlarged.map(valuesOf);
  const found = before.filter(Boolean);
  console.log(
    `\nrepeatability, ${found.length} of ${before.length} knees\n| change | ${names.join(' | ')} |`,
  );
  const valuesBy = (name) => found.map((values) => values[name]).filter((value) => !Number.isNaN(value));
  console.log(
    `| spread of the knees | ${names.map((name) => deviation(valuesBy(name)).toFixed(1)).join(' | ')} |`,
  );
  for (const [title, change] of Object.entries(changes)) {
    const after = (await change()).map(valuesOf);
    const both = before.map((values, at) => [values, after[at]]).filter((pair) => pair.every(Boolean));
    const cells = names.map((name) => {
      const differences = both
        .map(([one, other]) => other[name] - one[name])
        .filter((value) => !Number.isNaN(value));
      const middle = quantile(differences, 0.5);
      const robust =
        1.48 *
        quantile(
          differences.map((value) => Math.abs(value - middle)),
          0.5,
        );
      return `${deviation(differences).toFixed(2)} (${robust.toFixed(2)})`;
    });
    const lost = found.length - both.length;
    console.log(`| ${title} | ${cells.join(' | ')} |${lost ? ` ${lost} lost` : ''}`);
  }
}

async function throughJpeg({ width, height, values }) {
  const data = new Uint8Array(width * height * 4).fill(255);
  for (const [at, value] of values.entries()) data.fill(Math.round(value * 255), at * 4, at * 4 + 3);
  const { data: bytes } = jpeg.encode({ width, height, data }, 75);
  return toGrey(await readImage(bytes, 'knee.jpg'));
}
