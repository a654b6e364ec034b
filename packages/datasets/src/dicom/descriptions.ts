import type { DatasetContext, DatasetImage } from '../formats/format.ts';
import { describeAsked } from './asked.ts';
import { longText, shortText } from './dicomText.ts';

/** Texts for people, who may see nothing else of the file. */
export interface Descriptions {
  readonly study: string;
  readonly series: string;
  readonly image: string;
  readonly derivation: string;
  readonly patient: string;
}

/** Lengths that PS3.5, 6.2 allows to LO, ST and LT. */
const MOST_ST = 1024;
const MOST_LT = 10240;

export function describe(image: DatasetImage, context: DatasetContext): Descriptions {
  const { model, software, licence = model.licence } = context;
  const asked = describeAsked(image, context).join('; ');
  const made = `Made by ${software} with the model ${model.name} (SHA-256 ${model.sha256}) from seed ${image.seed}`;
  const terms = [licence && `Licence: ${licence}.`, model.attribution && `${model.attribution}.`];
  return {
    study: shortText(`SYNTHETIC ${context.name}`),
    series: shortText(`SYNTHETIC ${asked}`),
    image: longText(
      [
        'SYNTHETIC IMAGE. It shows no person. Not for diagnosis.',
        asked && `Asked of the model: ${asked}; nobody has graded or checked the image.`,
        `${made}.`,
        ...terms,
      ]
        .filter(Boolean)
        .join('\n'),
      MOST_LT,
    ),
    derivation: longText(
      `Synthetic: not derived from an acquired image. ${made}${asked && `; ${asked}`}.`,
      MOST_ST,
    ),
    patient: 'No person: a synthetic image by a generative model.',
  };
}
