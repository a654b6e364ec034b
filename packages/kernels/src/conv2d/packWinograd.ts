import { channelGroups } from '../activationLayout.ts';
import { flatWorkgroups } from '../dispatch.ts';
import type { WeightPacker } from '../kernel.ts';
import { type MatrixPacking, packingNumbers, packMatrix } from '../packMatrix/packMatrix.ts';
import code from './packWinograd.wgsl?raw';

/** 16 values for the 9 of each filter. */
const vectors = ({ shape: [outputs, inputs] }: MatrixPacking): number =>
  16 * channelGroups(inputs!) * 4 * channelGroups(outputs!);

/**
 * Filters [OC, IC, 3, 3] in Winograd's form, U = G g G^T of F(2x2, 3x3), [IC padded to 4, OC/4, 4 * 4] (Lavin and Gray, Fast
 * Algorithms for Convolutional Neural Networks, 2015). One group, no upsampling; bindings as `packMatrix`.
 */
export const packWinograd: WeightPacker = {
  ...packMatrix,
  name: 'packWinograd',
  fills: 'winogradWeight',
  code,
  constants: (packing) => {
    const { upsampleY: _, upsampleX: __, ...constants } = packingNumbers(packing);
    return constants;
  },
  vectors,
  workgroups: (packing) => flatWorkgroups(vectors(packing)),
};
