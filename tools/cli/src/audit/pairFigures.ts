import type { Audit, ClosePair, IndexPair } from '@roentgan/datasets/audit';
import { encodePng } from '@roentgan/gan-runtime';
import type { GreyImage } from '@roentgan/measurer';
import { type Html, html } from './html.ts';

/** The closest pairs of the dataset's own images, side by side. */
export async function insideFigures({ report, insidePairs, loadOwn }: Audit): Promise<Html[]> {
  return Promise.all(
    insidePairs.map(async ({ one, other }, at) => {
      const pair = report.inside.closest[at]!;
      const pictures = [await picture(loadOwn(one), pair.image), await picture(loadOwn(other), pair.other!)];
      return figure(pictures, html`${caption(pair)}<br>${pair.image}<br>${pair.other}`);
    }),
  );
}

/** The images nearest to a real one; the real one beside it only where it may be shown. */
export async function leakageFigures(
  { report, leakagePairs, loadOwn, loadReal }: Audit,
  showReal: boolean,
): Promise<Html[]> {
  const real = async ({ other }: IndexPair, { other: name = 'real image' }: ClosePair) =>
    showReal
      ? picture(loadReal(other), `real: ${name}`)
      : html`<div class="hidden">real image,<br>not shown</div>`;
  return Promise.all(
    leakagePairs.map(async (indices, at) => {
      const pair = report.leakage!.closest[at]!;
      const pictures = [await picture(loadOwn(indices.one), pair.image), await real(indices, pair)];
      return figure(
        pictures,
        html`${caption(pair)}<br>${pair.image}${pair.other && html`<br>real: ${pair.other}`}`,
      );
    }),
  );
}

function caption({ measure, distance }: ClosePair): Html {
  return html`<b>${distance.toFixed(3)}</b> in ${measure}`;
}

function figure(pictures: readonly Html[], text: Html): Html {
  return html`<figure><div class="pair">${pictures}</div><figcaption>${text}</figcaption></figure>`;
}

async function picture(image: Promise<GreyImage>, name: string): Promise<Html> {
  const { width, height, values } = await image;
  const data = Uint8Array.from(values, (value) => Math.round(Math.min(1, Math.max(0, value)) * 255));
  const blob = await encodePng({ width, height, channels: 1, bitDepth: 8, data });
  const base64 = Buffer.from(await blob.arrayBuffer()).toString('base64');
  return html`<img alt="${name}" width="${width}" height="${height}" src="data:image/png;base64,${base64}">`;
}
