/** A convolution whose equalised learning rate is a factor that is folded in; a linear layer has the kernel 1. */
export interface EqualConvolution {
  readonly name: string;
  readonly weight: string;
  readonly bias: string;
  readonly outputs: number;
  readonly inputs: number;
  readonly kernel: number;
  readonly weightScale: number;
  readonly biasScale: number;
}

/** A progressive GAN's parts by any implementation's names. */
export interface ProgressiveGan {
  readonly latent: number;
  /** An embedding that is joined to the latent. */
  readonly label?: { readonly tensor: string; readonly classes: number; readonly size: number };
  /** Makes the first scale of the latent: linear, or a convolution of 1x1 padded to its kernel less one. */
  readonly stem: EqualConvolution;
  /** Height and width of the first scale. */
  readonly side: number;
  /** Convolutions of each scale, without the stem. */
  readonly scales: readonly (readonly EqualConvolution[])[];
  readonly toRgb: EqualConvolution;
  /** Pixel norm before the activation. */
  readonly normalisesFirst: boolean;
}
