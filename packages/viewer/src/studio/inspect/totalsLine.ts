import type { ModelSummary } from '../modelWorker/messages.ts';
import { shortCount } from './format.ts';

/** As in "33 nodes · 1.34M parameters · 90.4M multiply-adds an image". */
export function totalsLine({ layers, parameters, macs, graph }: ModelSummary): string {
  const nodes = `${layers.length.toLocaleString('en')} node${layers.length === 1 ? '' : 's'}`;
  return `${nodes} · ${shortCount(parameters)} parameters · ${shortCount(macs)} multiply-adds ${graph.sampler ? 'a step' : 'an image'}`;
}
