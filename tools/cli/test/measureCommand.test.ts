import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodePng } from '@roentgan/gan-runtime';
import { writeModel } from '@roentgan/gan-runtime/model-file';
import { readImage } from '@roentgan/measurer';
import { beforeAll, describe, expect, test } from 'vitest';
import { classifierModel } from '../../../packages/measurer/test/classifierModel.ts';
import { knees, measureFolder } from './measureFolder.ts';
import { tinyModelFile } from './tinyModel.ts';

const { folder, run, measure } = measureFolder();

beforeAll(() => {
  writeFileSync(join(folder, 'generator.safetensors'), tinyModelFile);
  const two = classifierModel({ input: [1, 4, 4], classes: 2 });
  writeFileSync(join(folder, 'two.safetensors'), writeModel(two));
});

describe('what comes with the command', () => {
  test('one line for each image, with grade, side and origin', () => {
    const { code, stdout, stderr } = measure(...knees, 'noise.png');
    expect(code, stderr).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(3);
    for (const [at, file] of [...knees, 'noise.png'].entries()) {
      expect(lines[at]).toMatch(
        /KL [0-4], expected [0-4]\.\d\d \(KL 0 [01]\.\d\d, KL 1 .*, KL 4 [01]\.\d\d\)/,
      );
      expect(lines[at]!.startsWith(`${file}: `)).toBe(true);
    }
    for (const line of lines.slice(0, 2)) {
      expect(line).toMatch(
        /; joint space medial \d+\.\d %, lateral \d+\.\d % of the tibia's width; narrowest /,
      );
      expect(line).toMatch(
        /size \d+\.\d % of the mean knee; .*; rotation -?\d+\.\d°, alignment -?\d+\.\d°; confidence [01]\.\d\d; right knee; /,
      );
      expect(line).toMatch(/; says it is synthetic$/);
    }
    expect(lines[2]).toMatch(/; no knee found \(.+\); right knee; no mark of being synthetic$/);
  });

  test('a folder: all its images but the contact sheet, and JSON with everything', () => {
    const { code, stdout } = measure('knees', '--json');
    expect(code).toBe(0);
    const reports = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(reports.map(({ file }) => file)).toEqual(knees);
    for (const report of reports) {
      expect(report).toMatchObject({
        side: 'right',
        saysSynthetic: true,
        digitalSourceType: 'trainedAlgorithmicMedia',
      });
      const { knee } = report;
      expect(knee).toMatchObject({ found: true, confidence: expect.any(Number) });
      expect(knee).not.toHaveProperty('lines');
      expect(knee.narrowestMedial).toBeLessThanOrEqual(knee.jointSpaceMedial);
      expect(knee.tibialWidth).toBeGreaterThan(50);
      expect(knee.tibialWidth).toBeLessThan(100);
      const { probabilities, grade, expectedGrade } = report.classification;
      expect(probabilities).toHaveLength(5);
      expect(probabilities.reduce((sum: number, p: number) => sum + p, 0)).toBeCloseTo(1, 6);
      expect(probabilities[grade]).toBe(Math.max(...probabilities));
      expect(expectedGrade).toBeCloseTo(
        probabilities.reduce((sum: number, p: number, k: number) => sum + p * k, 0),
        6,
      );
    }
  });

  test('the lines, where they are asked for', () => {
    const { code, stdout } = measure(knees[0]!, '--json', '--lines');
    expect(code).toBe(0);
    const { lines, tibialWidth } = JSON.parse(stdout).knee;
    expect(Object.keys(lines)).toEqual(['femurEdge', 'tibiaEdge', 'femurOutline', 'tibiaOutline']);
    const [from, to] = [lines.tibiaOutline.lateral[0], lines.tibiaOutline.medial[0]];
    expect(to[0] - from[0]).toBeGreaterThan((tibialWidth / 100) * 224 * 0.8);
    for (const at of ['lateral', 'medial']) {
      lines.femurEdge[at].forEach(([x, y]: number[], index: number) => {
        expect(lines.tibiaEdge[at][index][0]).toBe(x);
        expect(lines.tibiaEdge[at][index][1]).toBeGreaterThanOrEqual(y!);
      });
    }
  });

  test('a left knee is looked at as its mirror image', async () => {
    const { width, height, values } = await readImage(readFileSync(join(folder, knees[0]!)), knees[0]!);
    const mirrored = Uint8Array.from(values, (_, at) => {
      const x = at % width;
      return Math.round(values[at - x + width - 1 - x]! * 255);
    });
    const png = await encodePng({ width, height, channels: 1, bitDepth: 8, data: mirrored });
    writeFileSync(join(folder, 'knee-L.png'), new Uint8Array(await png.arrayBuffer()));
    const [right, left, forced] = [
      measure(knees[0]!, '--json'),
      measure('knee-L.png', '--json'),
      measure('knee-L.png', '--json', '--side', 'right'),
    ].map(({ stdout }) => JSON.parse(stdout));
    expect(left.side).toBe('left');
    expect(left.classification).toEqual(right.classification);
    for (const [name, value] of Object.entries(right.knee)) {
      if (typeof value === 'number') expect(left.knee[name], name).toBeCloseTo(value, 3);
    }
    expect(forced.side).toBe('right');
    expect(forced.classification).not.toEqual(right.classification);
  });
});

describe('a classifier of the caller', () => {
  test('its classes, named by the file, the option, or not at all', () => {
    const unnamed = measure(knees[0]!, '--classifier', 'two.safetensors');
    expect(unnamed.stdout).toMatch(/: [01], expected [01]\.\d\d \(0 [01]\.\d\d, 1 [01]\.\d\d\);/);
    const named = measure(knees[0]!, '--classifier', 'two.safetensors', '--classes', 'sound,worn');
    expect(named.stdout).toMatch(/: (sound|worn) \(sound [01]\.\d\d, worn [01]\.\d\d\);/);
  });

  test('a checkpoint of another framework, converted with names for its classes', () => {
    const source = fileURLToPath(
      new URL('../../weight-converter/test/families/classifier-resnet-40x24.pt', import.meta.url),
    );
    const names = Array.from({ length: 10 }, (_, index) => `class-${String.fromCharCode(97 + index)}`);
    const convert = [
      'convert',
      source,
      '-o',
      'resnet.safetensors',
      '--shape',
      'input=1,3,40,24',
      '--classes',
    ];
    const refused = run(...convert, 'a,b,c');
    expect(refused.stderr).toMatch(/--classes has 3 names, but the model gives "logits" \[N,\d+\]/);
    expect(refused.code).toBe(2);
    expect(existsSync(join(folder, 'resnet.safetensors'))).toBe(false);
    expect(run(...convert, names.join(',')).code).toBe(0);
    expect(run('inspect', 'resnet.safetensors').stdout).toContain(`classes ${names.join(', ')}`);
    // And once more through ONNX, whose metadata keeps the names.
    expect(run('convert', 'resnet.safetensors', '-o', 'resnet.onnx').code).toBe(0);
    expect(run('convert', 'resnet.onnx', '-o', 'again.safetensors').code).toBe(0);
    const [direct, again] = ['resnet.safetensors', 'again.safetensors'].map((file) =>
      measure(knees[0]!, '--classifier', file, '--normalise', 'imagenet'),
    );
    expect(direct!.stdout).toMatch(/: class-[a-z] \(class-/);
    expect(again!.stdout).toBe(direct!.stdout);
  });

  test('what its training did to images changes what it sees', () => {
    const scores = (...options: string[]) =>
      JSON.parse(measure(knees[0]!, '--json', '--classifier', 'two.safetensors', ...options).stdout)
        .classification.probabilities;
    // The file has black at -1 and white at 1: that is the same as this mean and deviation.
    expect(scores('--normalise', '0.5:0.5')[0]).toBeCloseTo(scores()[0], 5);
    expect(scores('--normalise', '0:1')[0]).not.toBeCloseTo(scores()[0], 3);
  });

  test.each<[number, RegExp, string[]]>([
    [
      1,
      /^roentgan measure: generator\.safetensors: model "tiny" is not a classifier: it takes the latent "z" and the label "grade", expected one image\n$/,
      ['--classifier', 'generator.safetensors'],
    ],
    [1, /^roentgan measure: missing\.safetensors: no such file\n$/, ['--classifier', 'missing.safetensors']],
    [1, /^roentgan measure: text\.png: is not a model file/, ['--classifier', 'text.png']],
    [
      1,
      /two\.safetensors: classNames has 3 names, expected 2\n$/,
      ['--classifier', 'two.safetensors', '--classes', 'a,b,c'],
    ],
    [
      1,
      /two\.safetensors: normalise: mean is \[0,0\] and deviation \[1\]/,
      ['--classifier', 'two.safetensors', '--normalise', '0,0:1'],
    ],
    [
      1,
      /two\.safetensors: .*output "grades" holds no scores, expected "logits"/,
      ['--classifier', 'two.safetensors', '--output', 'grades'],
    ],
    [2, /--classes goes with --classifier FILE, which is missing/, ['--classes', 'a,b']],
    [
      2,
      /--normalise is "half", expected imagenet or MEAN:DEVIATION/,
      ['--classifier', 'two.safetensors', '--normalise', 'half'],
    ],
    [2, /--lines goes with --json, which is missing/, ['--lines']],
    [2, /--side is "medial", expected auto, right, left/, ['--side', 'medial']],
  ])('exit %i: %s', (expected, message, options) => {
    const { code, stdout, stderr } = measure(knees[0]!, ...options);
    const said = stderr
      .split('\n')
      .filter((line) => !line.startsWith('cpu: '))
      .join('\n');
    expect(said).toMatch(message);
    expect(said.trimEnd()).not.toContain('\n');
    expect(stdout).toBe('');
    expect(code).toBe(expected);
  });
});
