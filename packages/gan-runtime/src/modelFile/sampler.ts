/**
 * How images come from a network that is run many times: which rule takes one noise level to the next, what the
 * levels are, and what the network takes and gives. The graph of the file is the network of one step.
 */
export interface Sampler {
  /** The rule where a call states none. */
  readonly kind: SamplerKind;
  /** The normal latent that is the noisy image. The sampled image has the channels and range of `output`. */
  readonly image: string;
  /** The value label that is the time, and what it is fed: `offset + scale * time`. */
  readonly timestep: Timestep;
  /** The graph output that is the prediction; its shape is the image's. */
  readonly output: string;
  readonly prediction: Prediction;
  readonly schedule: NoiseSchedule;
  /** Steps where a call states none. */
  readonly steps: number;
  /** Bounds to which each step clamps the predicted noiseless image. */
  readonly clip?: readonly [number, number];
  /** `ddpm` only: noise of the posterior's variance (`small`, the default) or of beta (`large`); Ho et al. 2020, section 3.2. */
  readonly variance?: 'small' | 'large';
  readonly guidance?: Guidance;
}

/** `time` is the training step 0 .. trainSteps - 1 of a noise schedule, or the share of noise 0 .. 1 of a flow. */
export interface Timestep {
  readonly input: string;
  readonly scale: number;
  readonly offset: number;
}

export const diffusionKinds = ['ddpm', 'ddim', 'dpmSolver++'] as const;
export const flowKinds = ['flowEuler', 'flowHeun'] as const;
export type SamplerKind = (typeof diffusionKinds)[number] | (typeof flowKinds)[number];

/** What the network predicts: the noise, `sqrt(a) * noise - sqrt(1 - a) * image` (v), the image, or a flow's velocity. */
export type Prediction = 'epsilon' | 'v' | 'sample' | 'velocity';

/**
 * What is left of the image at each training step, `a = alphasCumprod[step]`, where the noisy image is
 * `sqrt(a) * image + sqrt(1 - a) * noise`. A flow is straight instead: `(1 - s) * image + s * noise`.
 */
export type NoiseSchedule =
  | {
      /** Betas run evenly from start to end (`linear`), or their roots do (`scaledLinear`). */
      readonly kind: 'linear' | 'scaledLinear';
      readonly trainSteps: number;
      readonly betaStart: number;
      readonly betaEnd: number;
    }
  | { readonly kind: 'cosine'; readonly trainSteps: number }
  /** `alphasCumprod` names an F32 tensor of the file with a value for each training step, falling. */
  | { readonly kind: 'table'; readonly alphasCumprod: string }
  /** The velocity points from noise to image (`image`), or from image to noise (`noise`). */
  | { readonly kind: 'flow'; readonly towards: 'image' | 'noise' };

/** Classifier-free guidance: the network also runs with the label's null value, and the difference is enlarged. */
export interface Guidance {
  readonly label: string;
  /** What stands for no label: a class, a value, or all zeros in place of a one-hot class. */
  readonly null: number | 'zeros';
  /** 1 is the label alone; used where a call states none. */
  readonly scale: number;
}
