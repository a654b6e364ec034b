import { inWords } from '../errorTexts.ts';
import { provideTexts } from '../laterText.ts';
import { type Plan, planModel as plan } from './plan.ts';

/** `planModel` for callers of their own: it does not wait for the texts of its errors. */
export function planModel(...call: Parameters<typeof plan>): Plan {
  provideTexts(inWords);
  return plan(...call);
}
