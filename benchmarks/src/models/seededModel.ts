import type { Model } from '@roentgan/gan-runtime/model-file';
import type { ModelName } from '../modelNames.ts';
import { dcgan64 } from './dcgan.ts';

/** A benchmark's model with random weights, the same every time. */
export function seededModel(name: Exclude<ModelName, 'knee'>): Model {
  switch (name) {
    case 'dcgan64':
      return dcgan64();
    default:
      throw new Error(name);
  }
}
