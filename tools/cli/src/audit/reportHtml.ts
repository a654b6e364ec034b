import type { Audit, Verdict } from '@roentgan/datasets/audit';
import { Html, html } from './html.ts';
import { insideFigures, leakageFigures } from './pairFigures.ts';
import { histogramPlot, nearestPlot, openPlots, spectrumPlot } from './plots.ts';
import { confusionTable, distanceTable, factList, leakageTable, verdictTable } from './reportSections.ts';
import { reportStyle } from './reportStyle.ts';

export interface ReportOptions {
  /** What the dataset is called. */
  readonly name: string;
  /** Whether pictures of real images may be in it. */
  readonly showReal: boolean;
}

/** The report as one file that loads nothing. */
export async function reportHtml(found: Audit, { name, showReal }: ReportOptions): Promise<string> {
  const { report } = found;
  const draw = await openPlots();
  const { verdicts, leakage, distance, appearance, grades, settings } = report;
  const plot = (picture: Html) => html`<figure>${picture}</figure>`;
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>Audit of ${name}</title><style>${new Html(reportStyle)}</style></head><body>
<header><h1>Audit of ${name}</h1><p class="quiet">${report.dataset.images} images${report.real ? `, compared with ${report.real.images} real ones` : ', not compared with real images'}. Not for diagnosis.</p>
<p class="summary">${summary(verdicts)}</p></header>
<main><section aria-label="Verdicts">${verdictTable(verdicts)}</section>
${
  leakage &&
  html`<section><h2>Real images</h2><p>How near each image lies to a real one, beside how near other people's images lie to it. The dotted line is the 1st percentile of those: 1 % of real images lie to its left.
Disguised copies of real images show that the audit would find copies.</p>${key(report.real ? 'other real images' : 'reference')}
<div class="grid">${Object.entries(leakage.byMeasure).map(([measure, values]) => plot(nearestPlot(draw, measure, values)))}</div>${leakageTable(leakage)}
<h3>Nearest to a real image</h3><div class="grid">${await leakageFigures(found, showReal)}</div></section>`
}
<section><h2>Repeats</h2><p>The images of the dataset that are nearest to each other.</p>
${report.inside.identical.groups.length > 0 && html`<p>Same pixels: ${report.inside.identical.groups.map((group) => group.join(' = ')).join('; ')}.</p>`}
<div class="grid">${await insideFigures(found)}</div></section>
${
  distance &&
  html`<section><h2>Distances</h2><p>${distance.count} images${distance.inMix ? ', drawn in the mix of grades of the real ones,' : ''} and as many real ones against ${distance.reference} real ones, in the features of ${settings.extractor.model}
(${settings.extractor.node}), each less its mean and over its deviation over the real images. These are not FID and KID, which are of Inception's features: they compare with the real images beside them and with other audits by this extractor, of as many images.</p>${distanceTable(distance)}</section>`
}
${
  appearance &&
  html`<section><h2>Appearance</h2><p>Grey levels and spectrum against ${appearance.against === 'real' ? 'the real images' : settings.reference}${appearance.inMix ? ', in the dataset’s mix of grades' : ''}.</p>${key(appearance.against === 'real' ? 'real images' : 'reference')}
<div class="grid">${plot(histogramPlot(draw, appearance))}${appearance.spectrum ? plot(spectrumPlot(draw, appearance.spectrum)) : html`<p class="quiet">The reference’s spectrum is of another size of picture and was left out.</p>`}</div></section>`
}
${
  grades &&
  html`<section><h2>Grades</h2><p>The grades that images are stated to have, by those that ${settings.classifier.model} finds. A classifier that helped to make the images agrees with them more than another would.</p>
<div class="grid wide">${confusionTable(grades, 'dataset', grades.dataset)}${grades.real && confusionTable(grades, 'real images', grades.real)}</div></section>`
}
<section><h2>What was measured</h2>${factList(report)}</section></main></body></html>
`;
  return page.text;
}

/** How many limits hold, and which do not. */
function summary(verdicts: readonly Verdict[]): string {
  const exceeded = verdicts.filter(({ holds }) => holds === false);
  const judged = verdicts.filter(({ holds }) => holds !== null).length;
  if (exceeded.length === 0) return `All ${judged} limits hold.`;
  const named = exceeded.map(({ what, text }) => `${what} (${text})`).join('; ');
  return `${exceeded.length} of ${judged} limits ${exceeded.length === 1 ? 'is' : 'are'} exceeded: ${named}.`;
}

function key(other: string): Html {
  return html`<p class="key"><span><i style="color: var(--dataset)"></i>dataset</span><span><i style="color: var(--real)"></i>${other}</span></p>`;
}
