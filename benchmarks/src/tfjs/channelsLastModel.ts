/** A generator in TF.js's layout, as the page fetches it: JSON, and one file of little-endian f32 values. */
export interface ChannelsLastModel {
  readonly nodes: readonly ChannelsLastNode[];
  /** Tensor that is the image. */
  readonly output: string;
}

export interface ChannelsLastNode {
  readonly op: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly weights: Readonly<Record<string, ChannelsLastWeight>>;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly output: string;
  /** TF.js's name of the activation fused into this node. */
  readonly activation?: string;
  /** Negative slope of a fused leaky ReLU. */
  readonly slope?: number;
}

export interface ChannelsLastWeight {
  readonly shape: readonly number[];
  /** In values, not bytes. */
  readonly offset: number;
}
