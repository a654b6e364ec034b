import { planModel, type Step } from '@roentgan/gan-runtime';
import type { ModelHeader } from '@roentgan/gan-runtime/model-file';
import type { LayerWork } from './results.ts';

/** What each step of a model's plan computes for one image, in the order in which backends report their layers. */
export function layerWork({ graph, tensors }: ModelHeader): LayerWork[] {
  return planModel(graph, tensors).steps.map((step) => ({
    label: step.label,
    output: step.shape,
    macs: macsInside(step),
  }));
}

/**
 * Multiply-accumulates of a step without those whose tap falls on padding (conv2d) or is cropped (convTranspose2d): they need
 * not be computed, and counting them would flatter small layers.
 */
export function macsInside({ kernel, constants, macs }: Pick<Step, 'kernel' | 'constants' | 'macs'>): number {
  const [operation] = kernel.name.split('.');
  if (operation !== 'conv2d' && operation !== 'convTranspose2d') return macs;
  const value = (name: string): number => {
    const found = constants[name];
    if (found === undefined) throw new RangeError(`${kernel.name}: has no constant ${name}`);
    return found;
  };
  const axis = (size: 'HEIGHT' | 'WIDTH', letter: 'Y' | 'X', side: 'TOP' | 'LEFT') => {
    const [input, output] = [value(`INPUT_${size}`), value(`OUTPUT_${size}`)];
    const [swept, reached] = operation === 'conv2d' ? [output, input] : [input, output];
    const taps = value(`KERNEL_${size}`);
    const stride = value(`STRIDE_${letter}`);
    const dilation = value(`DILATION_${letter}`);
    const padding = value(`PADDING_${side}`);
    let inside = 0;
    for (let position = 0; position < swept; position++) {
      for (let tap = 0; tap < taps; tap++) {
        const place = position * stride + tap * dilation - padding;
        if (place >= 0 && place < reached) inside++;
      }
    }
    return { inside, all: swept * taps };
  };
  const rows = axis('HEIGHT', 'Y', 'TOP');
  const columns = axis('WIDTH', 'X', 'LEFT');
  return (macs / (rows.all * columns.all)) * rows.inside * columns.inside;
}
