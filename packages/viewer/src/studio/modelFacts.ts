import { makeElement } from '../controls/makeElement.ts';
import type { StudioModel } from './studioState.ts';

/** Terms and descriptions for the "About this model" list; what the file does not say is left out. */
export function modelFacts(model: StudioModel, isFromFile: boolean): Node[] {
  const { provenance } = model;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Model', model.name],
    ['Opened from', isFromFile ? 'a file of this computer: links to this page cannot hold it' : undefined],
    ['Parameters', model.parameters.toLocaleString('en')],
    ['Multiply-adds an image', formatMillions(model.macs)],
    ['Training data', provenance.trainingData],
    ['Attribution', provenance.attribution],
    ['Licence', provenance.licence],
    ['Source file', provenance.source],
    ['Made with', provenance.converter],
  ];
  return facts.flatMap(([term, text]) =>
    text ? [makeElement('dt', {}, term), makeElement('dd', {}, text)] : [],
  );
}

function formatMillions(count: number): string {
  return `${(count / 1e6).toLocaleString('en', { maximumSignificantDigits: 3 })} million`;
}
