// What measureKnee says of real radiographs: `node packages/measurer/measure/real.mjs FOLDER` after a build, FOLDER/0 to FOLDER/4 holding right knees
// and left ones (name ends in L). Prints how many are found, joint spaces by grade, how both knees of a subject agree (names alike but for the L and
// R), what becomes of images that are no upright knee, and the processor time of an image. Pixels never leave this process.
import {
  changeValues,
  correlation,
  deviation,
  isLeft,
  kneeFiles,
  mean,
  quantile,
  rankCorrelation,
  readKnee,
  repeatableNormal,
  repeatableRandom,
  SIZE,
  valuesOf,
} from './knees.mjs';

const [folder] = process.argv.slice(2);
if (!folder) throw new Error('expected FOLDER');
const spaces = ['jointSpaceMedial', 'jointSpaceLateral', 'narrowestMedial', 'narrowestLateral'];

const files = kneeFiles(folder).flat();
const knees = [];
let spent = 0;
for (const file of files) {
  const image = await readKnee(file);
  const started = process.cpuUsage();
  const values = valuesOf(image);
  const { user, system } = process.cpuUsage(started);
  spent += (user + system) / 1000;
  knees.push({ ...file, image, values });
}
const found = knees.filter(({ values }) => values);
const lost = knees.filter(({ values }) => !values);
console.log(
  `${files.length} radiographs, ${lost.length} not found: ${lost.map(({ name }) => name).join(' ')}`,
);
console.log(`processor time of an image, the first included: ${(spent / files.length).toFixed(1)} ms`);

tellGrades();
tellSubjects();
tellRefusals();

function tellGrades() {
  const grades = [...new Set(files.map(({ grade }) => grade))];
  const ofGrade = (grade) => found.filter((knee) => knee.grade === grade);
  console.log(
    `\nby grade, mean (standard deviation): ${grades.map((grade) => ofGrade(grade).length)} measured`,
  );
  for (const name of [...spaces, 'size', 'alignment']) {
    const cells = grades.map((grade) => {
      const values = ofGrade(grade).map((knee) => knee.values[name]);
      return `${mean(values).toFixed(2)} (${deviation(values).toFixed(2)})`;
    });
    console.log(`| ${name} | ${cells.join(' | ')} |`);
  }
  const pairs = found.map(({ grade, values }) => [
    Math.min(values.narrowestMedial, values.narrowestLateral),
    grade,
  ]);
  const even = found.map(({ grade }) => 1 / ofGrade(grade).length);
  const [asIs, evenly] = [rankCorrelation(pairs), rankCorrelation(pairs, even)];
  console.log(
    `Spearman of the narrower narrowest space with the grade ${asIs.toFixed(2)}, grades equally common ${evenly.toFixed(2)}`,
  );
  for (const [one, other] of [
    ['contrast', 'exposure'],
    ['alignment', 'rotation'],
  ]) {
    const r = correlation(
      found
        .map(({ values }) => [values[one], values[other]])
        .filter((pair) => pair.every((value) => !Number.isNaN(value))),
    );
    console.log(`${one} with ${other}: r ${r.toFixed(2)}`);
  }
  for (const name of ['size', 'alignment']) {
    console.log(`${name} deviates by ${deviation(found.map(({ values }) => values[name])).toFixed(2)}`);
  }
}

function tellSubjects() {
  const subjectOf = (name) => name.replace(/[LR]\.[^.]+$/, '');
  const rights = new Map(
    found.filter(({ name }) => !isLeft(name)).map((knee) => [subjectOf(knee.name), knee]),
  );
  const pairs = found.flatMap((left) => {
    const right = isLeft(left.name) ? rights.get(subjectOf(left.name)) : undefined;
    return right ? [[left.values, right.values]] : [];
  });
  console.log(`\nr of left and right knee, ${pairs.length} subjects:`);
  const names = [
    'jointSpaceMedial',
    'jointSpaceLateral',
    'tibialWidth',
    'femoralWidth',
    'contrast',
    'rotation',
    'alignment',
    'size',
  ];
  for (const name of names) {
    const values = pairs
      .map((pair) => pair.map((knee) => knee[name]))
      .filter((pair) => pair.every((value) => !Number.isNaN(value)));
    console.log(`  ${name} ${correlation(values).toFixed(2)}`);
  }
}

/** Every 12th knee in another way up or as a negative, and images that are no knee: none should be found. */
function tellRefusals() {
  const some = knees.filter((_, at) => at % 12 === 0);
  const turned = (image, from) => ({
    ...image,
    values: image.values.map(
      (_, at) => image.values[from(at % SIZE, Math.floor(at / SIZE)).reduce((x, y) => y * SIZE + x)],
    ),
  });
  const end = SIZE - 1;
  const ways = {
    'upside down': (image) => turned(image, (x, y) => [x, end - y]),
    'turned by 180 degrees': (image) => turned(image, (x, y) => [end - x, end - y]),
    'turned by 90 degrees clockwise': (image) => turned(image, (x, y) => [y, end - x]),
    'turned by 90 degrees counterclockwise': (image) => turned(image, (x, y) => [end - y, x]),
    'as a negative': (image) => changeValues(image, (value) => 1 - value),
  };
  console.log(`\nof ${some.length}, found with confidence:`);
  for (const [name, change] of Object.entries(ways)) {
    const confidences = some.flatMap((knee) => {
      const values = valuesOf(change(knee.image));
      return values ? [`${values.confidence.toFixed(2)} (${knee.name})`] : [];
    });
    console.log(`  ${name}: ${confidences.length} ${confidences.join(' ')}`);
  }
  const pictures = noKnees();
  console.log(
    `${pictures.filter((image) => valuesOf(image)).length} of ${pictures.length} without a knee are found`,
  );
  const confidences = found.map(({ values }) => values.confidence);
  console.log(
    `confidence of knees that are found: median ${quantile(confidences, 0.5).toFixed(2)}, 5 % below ${quantile(confidences, 0.05).toFixed(2)}`,
  );
}

/** Four images of noise, four of smooth noise, a gradient and one grey. */
function noKnees() {
  const picture = (value) => ({
    width: SIZE,
    height: SIZE,
    values: Float32Array.from({ length: SIZE * SIZE }, (_, at) => value(at % SIZE, Math.floor(at / SIZE))),
  });
  const noise = Array.from({ length: 4 }, (_, seed) => {
    const random = repeatableRandom(seed + 1);
    return picture(() => random());
  });
  const smooth = Array.from({ length: 4 }, (_, seed) => {
    const normal = repeatableNormal(seed + 11);
    const waves = Array.from({ length: 24 }, () => Array.from({ length: 4 }, normal));
    return picture((x, y) => {
      const sum = waves.reduce(
        (total, [across, down, phase, height]) =>
          total + height * Math.sin((across * x + down * y) / 20 + 6 * phase),
        0,
      );
      return Math.min(1, Math.max(0, 0.5 + sum / 20));
    });
  });
  return [...noise, ...smooth, picture((x) => x / SIZE), picture(() => 0.5)];
}
