/** A linear layer as a checkpoint stores it: equalised learning rates are factors that are folded in. */
export interface Affine {
  readonly weight: string;
  readonly bias: string;
  readonly outputs: number;
  readonly inputs: number;
  readonly weightScale: number;
  readonly biasScale: number;
}

/** A modulated convolution, its weight stored as [OC, IC, K, K] with or without a leading 1. */
export interface StyledConvolution {
  readonly name: string;
  readonly weight: string;
  readonly channels: number;
  readonly inputs: number;
  readonly kernel: number;
  readonly weightScale: number;
  /** Added to the sum of squares before demodulation, in units of the scaled weights. */
  readonly eps: number;
  readonly style: Affine;
  readonly bias: string;
  /** Tensor of the noise's strength; absent for toRGB. */
  readonly noise?: string;
  /** Filter of the upsampling by 2, where it does that; toRGB upsamples the image before it. */
  readonly filter?: Filter;
}

/** A 4x4 FIR filter of the checkpoint, or [1,3,3,1] where the checkpoint leaves it out; `scale` brings its sum to 4. */
export interface Filter {
  readonly tensor: string | undefined;
  readonly scale: number;
}

/** StyleGAN2's parts by any implementation's names. */
export interface StyleGan2 {
  readonly latent: number;
  readonly label?: { readonly classes: number; readonly embed: Affine };
  readonly mapping: readonly Affine[];
  /** Tensor of the mean style; found by sampling where a checkpoint has none. */
  readonly mean?: string;
  readonly constant: { readonly tensor: string; readonly shape: readonly [number, number, number] };
  /** By resolution: two convolutions (the first has one) and toRGB. */
  readonly blocks: readonly {
    readonly convolutions: readonly StyledConvolution[];
    readonly toRgb: StyledConvolution;
  }[];
}
