import type { GeneratedImage } from '@roentgan/gan-runtime';
import { makeElement } from '../../controls/makeElement.ts';
import { createSyntheticPicture } from '../syntheticPicture.ts';
import { curveTable } from './curveTable.ts';
import { nearestChange } from './mindChanges.ts';
import { amountText, drawPlot, type Plot, type PlotLine } from './plot.ts';
import { amountsOf, type SeedCurve, type StressRequest } from './runStress.ts';
import { bandOf, changeOverSeeds, classesToShow } from './summariseCurves.ts';

/** What the stage shows. */
export interface StressResult {
  readonly request: StressRequest;
  readonly unit: string;
  readonly classNames: readonly string[];
  readonly curves: readonly SeedCurve[];
  /** Of the first seed: at the range's low end, at the change where there is one, at its high end. */
  readonly pictures: readonly {
    readonly amount: string;
    readonly said: string;
    readonly image: GeneratedImage;
  }[];
}

export interface StressStage {
  readonly element: HTMLElement;
  show(result: StressResult | undefined): void;
  /** Whether the plot shows the expected class instead of each class's probability. */
  setExpected(expected: boolean): void;
}

/** The plot with its legend, what it says in words, the pictures, and the values as a table. */
export function createStressStage(): StressStage {
  const empty = makeElement('p', { class: 'stress-empty' });
  empty.textContent = 'Choose a classifier and an edit, then ask it: the plot of its answers comes here.';
  const finding = makeElement('p', { class: 'finding', role: 'status' });
  const legend = makeElement('ul', { class: 'legend', 'aria-label': 'Lines of the plot' });
  const place = makeElement('div', { class: 'plot-place' });
  const pictures = makeElement('div', { class: 'stress-pictures' });
  const table = makeElement('div');
  const values = makeElement(
    'details',
    { class: 'stress-values' },
    makeElement('summary', {}, 'Values as a table'),
    table,
  );
  const caution = makeElement(
    'p',
    { class: 'caution' },
    makeElement('strong', {}, 'Synthetic images.'),
    ' Not for diagnosis.',
  );
  const content = makeElement(
    'div',
    { class: 'stress-content', hidden: true },
    finding,
    legend,
    place,
    pictures,
    caution,
    values,
  );
  const element = makeElement(
    'section',
    { class: 'stress-stage', 'aria-label': 'Answers along the edit' },
    empty,
    content,
  );

  let result: StressResult | undefined;
  let expected = false;
  let plot: Plot | undefined;

  function redraw(): void {
    if (!plot || place.clientWidth === 0) return;
    const width = place.clientWidth;
    place.replaceChildren(drawPlot(plot, width, Math.round(Math.min(420, Math.max(240, width * 0.42)))));
  }
  new ResizeObserver(redraw).observe(place);

  function update(): void {
    content.hidden = !result;
    empty.hidden = Boolean(result);
    if (!result) return;
    const { request, unit, classNames, curves } = result;
    const [first] = curves;
    const amounts = amountsOf(request).slice(0, first?.points.length ?? 0);
    const hasBands = curves.length > 1;
    const lines: PlotLine[] = expected
      ? [{ name: 'expected class', colour: 0, ...bandOf(curves, ({ expectedGrade }) => expectedGrade) }]
      : classesToShow(curves).map((index, at) => ({
          name: classNames[index]!,
          colour: at,
          ...bandOf(curves, ({ probabilities }) => probabilities[index]!),
        }));
    const changes = first?.changes ?? [];
    const amountTitle = `${request.edit}${unit ? `, ${unit}` : ''}`;
    const words = describeFinding(result);
    plot = {
      amounts,
      range: request.range,
      top: expected ? classNames.length - 1 : 1,
      lines,
      hasBands,
      changes,
      marked: nearestChange(changes),
      markedOf: hasBands ? `seed ${first!.seed} ` : '',
      xTitle: amountTitle,
      yTitle: expected ? 'expected class, counted from 0' : 'probability',
      percent: !expected,
      label: `${expected ? 'Expected class' : 'Probability of each class'} along ${request.edit}. ${words}`,
    };
    finding.textContent = words;
    const notes = [
      ...(hasBands ? [`means of ${curves.length} seeds, bands from the lowest to the highest`] : []),
      ...(lines.length < classNames.length && !expected
        ? [`the likeliest ${lines.length} of ${classNames.length} classes`]
        : []),
    ];
    legend.replaceChildren(
      ...lines.map(({ name, colour }) =>
        makeElement(
          'li',
          {},
          makeElement('span', { class: `swatch colour-${colour}`, 'aria-hidden': 'true' }),
          name,
        ),
      ),
      ...notes.map((note) => makeElement('li', { class: 'legend-note' }, note)),
    );
    table.replaceChildren(curveTable(amounts, lines, { amountTitle, hasBands, percent: !expected }));
    pictures.replaceChildren(
      ...result.pictures.map(({ amount, said, image }) => {
        const picture = createSyntheticPicture();
        picture.show(image, `${request.edit} ${amount}: ${said}`);
        return makeElement(
          'figure',
          {},
          picture.element,
          makeElement('figcaption', {}, makeElement('strong', {}, said), ` at ${amount}`),
        );
      }),
    );
    redraw();
  }

  return {
    element,
    show(to) {
      result = to;
      update();
    },
    setExpected(to) {
      expected = to;
      update();
    },
  };
}

function describeFinding({ request, unit, classNames, curves }: StressResult): string {
  const [first] = curves;
  if (!first || first.points.length < request.points) return '';
  const { changes, points, seed } = first;
  const nearest = nearestChange(changes);
  const of = unit ? ` ${unit}` : '';
  const each = changes.map(
    (change) => `${classNames[change.from]} to ${classNames[change.to]} at ${amountText(change)}${of}`,
  );
  const own = nearest
    ? `Seed ${seed}: ${each.join(', ')}.`
    : `Seed ${seed}: ${classNames[points[0]!.grade]} all the way.`;
  if (curves.length < 2) return own;
  const { changing, median } = changeOverSeeds(curves);
  const half = median === undefined ? '' : `; half of these within ±${Number(median.toPrecision(3))}${of}`;
  return `${own} Of ${curves.length} seeds, ${changing} change their answer${half}.`;
}
