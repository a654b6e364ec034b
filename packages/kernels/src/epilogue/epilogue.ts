import { channelGroups } from '../activationLayout.ts';

/** The place of a name is its number in `activate`. */
export const activationNames = [
  'identity',
  'relu',
  'leakyRelu',
  'prelu',
  'elu',
  'sigmoid',
  'tanh',
  'silu',
  'gelu',
  'geluTanh',
  'clamp',
  'sin',
  'cos',
] as const;

export type ActivationName = (typeof activationNames)[number];

/** An activation and its constants: `alpha` is negativeSlope, elu's alpha or clamp's minimum, `beta` clamp's maximum. */
export interface Activation {
  readonly name: ActivationName;
  readonly alpha?: number;
  readonly beta?: number;
  /** The epilogue's `activate` that has it, where activate.wgsl lacks it. */
  readonly code?: string;
}

/** What is fused behind a layer, in this order: bias, residual (before), activation, residual (after). */
export interface Epilogue {
  readonly bias: boolean;
  readonly activation: Activation;
  readonly residual: 'none' | 'beforeActivation' | 'afterActivation';
}

export const plainEpilogue: Epilogue = { bias: false, activation: { name: 'identity' }, residual: 'none' };

/** Constants of `epilogue.wgsl` for an output with `channels` channels. */
export function epilogueConstants(epilogue: Epilogue, channels: number): Record<string, number> {
  return {
    CHANNELS: channels,
    BIAS: epilogue.bias ? 1 : 0,
    RESIDUAL: ['none', 'beforeActivation', 'afterActivation'].indexOf(epilogue.residual),
    ACTIVATION: activationNames.indexOf(epilogue.activation.name),
    ALPHA: epilogue.activation.alpha ?? 0,
    BETA: epilogue.activation.beta ?? 0,
  };
}

/** Contents of `channelParameters`: rows of bias, then rows of prelu slopes, padded to four channels with 0. */
export function channelParameters(
  channels: number,
  bias: ArrayLike<number> | undefined,
  slope: ArrayLike<number> | undefined,
): Float32Array<ArrayBuffer> {
  const row = channelGroups(channels) * 4;
  const parameters = new Float32Array(slope ? row * 2 : row);
  if (bias) parameters.set(Array.from(bias), 0);
  for (let channel = 0; slope && channel < channels; channel++) {
    parameters[row + channel] = slope[slope.length === 1 ? 0 : channel]!;
  }
  return parameters;
}
