import { binomialInterval, type Share } from '../statistics/binomialInterval.ts';
import { type McNemar, mcNemar } from '../statistics/mcNemar.ts';
import { type Roc, rocCurve } from '../statistics/rocCurve.ts';
import { firstShowings, type VerdictReading } from './readings.ts';

/** How well real and synthetic images were told apart. */
export interface Detection extends Shares {
  /**
   * Mistakes: `first` synthetic images taken for real, `second` real ones taken for synthetic. The pair is an image's origin and
   * the verdict on it; p says whether one mistake is commoner than the other, which is fair where both origins are equally many.
   */
  readonly mistakes: McNemar;
  readonly roc: Roc;
  readonly byGrade: readonly Shares[];
}

interface Shares {
  readonly accuracy: Share;
  /** Of synthetic images: found synthetic. */
  readonly sensitivity: Share;
  /** Of real images: found real. */
  readonly specificity: Share;
}

/** First showings only. */
export function analyseDetection(readings: readonly VerdictReading[], grades: number): Detection {
  const first = firstShowings(readings);
  const synthetic = first.filter(({ origin }) => origin === 'synthetic');
  const real = first.filter(({ origin }) => origin === 'real');
  const wrong = (kind: readonly VerdictReading[]) => kind.filter(({ correct }) => !correct).length;
  const rating = ({ rating }: VerdictReading) => rating;
  return {
    ...sharesOf(first),
    mistakes: mcNemar(wrong(synthetic), wrong(real)),
    roc: rocCurve(synthetic.map(rating), real.map(rating)),
    byGrade: Array.from({ length: grades }, (_, grade) =>
      sharesOf(first.filter(({ known }) => known === grade)),
    ),
  };
}

function sharesOf(readings: readonly VerdictReading[]): Shares {
  const share = (kind: readonly VerdictReading[]) =>
    binomialInterval(kind.filter(({ correct }) => correct).length, kind.length);
  return {
    accuracy: share(readings),
    sensitivity: share(readings.filter(({ origin }) => origin === 'synthetic')),
    specificity: share(readings.filter(({ origin }) => origin === 'real')),
  };
}
