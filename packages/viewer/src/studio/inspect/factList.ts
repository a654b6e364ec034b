import { makeElement } from '../../controls/makeElement.ts';
import type { Fact } from './describeGraph.ts';

/** Facts as terms and descriptions. */
export function factList(facts: readonly Fact[]): HTMLDListElement {
  const entries = facts.flatMap(([heading, lines]) => [
    makeElement('dt', {}, heading),
    ...lines.map((line) => makeElement('dd', {}, line)),
  ]);
  return makeElement('dl', { class: 'facts' }, ...entries);
}
