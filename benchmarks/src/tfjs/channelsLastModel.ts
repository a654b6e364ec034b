import type { FlatModel, FlatNode } from '../flatModel.ts';

/** A generator in TF.js's layout. */
export type ChannelsLastModel = FlatModel<ChannelsLastNode>;

export interface ChannelsLastNode extends FlatNode {
  /** TF.js's name of the activation fused into this node. */
  readonly activation?: string;
  /** Negative slope of a fused leaky ReLU. */
  readonly slope?: number;
}
