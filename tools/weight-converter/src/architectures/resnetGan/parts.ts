/** A batch norm, or one whose scale and shift depend on the class. */
export interface Norm {
  readonly prefix: string;
  readonly channels: number;
  /** Table [classes, 2 * channels]. */
  readonly table?: string;
}

/** Norm, ReLU, upsampling, convolution, norm, ReLU, convolution; added to the upsampled input. */
export interface ResidualBlock {
  readonly name: string;
  readonly norms: readonly [Norm, Norm];
  readonly convolutions: readonly [string, string];
  /** A 1x1 convolution of the upsampled input; the input itself where absent. */
  readonly shortcut?: string;
}

/** Self-attention behind a block (Zhang et al., Self-Attention Generative Adversarial Networks, 2019). */
export interface SelfAttention {
  readonly name: string;
  readonly block: number;
  readonly channels: number;
  /** Channels of query and key, and of value. */
  readonly keyChannels: number;
  readonly valueChannels: number;
}

/** A ResNet generator's parts by any implementation's names. */
export interface ResnetGan {
  readonly latent: number;
  readonly classes?: number;
  readonly stem: string;
  readonly channels: number;
  /** Height and width before the first block. */
  readonly side: number;
  readonly blocks: readonly ResidualBlock[];
  readonly attention?: SelfAttention;
  readonly norm: string;
  readonly last: string;
  readonly colours: number;
  readonly mode: 'nearest' | 'bilinear';
}
