// How the output channels of one convolution group divide into panels, each with weights of its own: panels of eight
// channels, the last one of four where the vectors are odd in number. Up to three channels (a grey or colour image) are
// a panel of three, or panels of one, whose sums run along the input channels, so that no lane idles.

/** Whether sums run along the input channels. Several groups have no padded input channels to run along. */
export function isFew(groups: u32, perGroup: u32): bool {
  return groups === 1 && perGroup <= 3;
}

/** Output channels of a group for which there are weights. */
export function packedChannels(groups: u32, perGroup: u32): u32 {
  return isFew(groups, perGroup) ? perGroup : ((perGroup + 3) >> 2) << 2;
}

export function panelCount(groups: u32, perGroup: u32): u32 {
  return isFew(groups, perGroup) && perGroup < 3 ? perGroup : (perGroup + 7) >> 3;
}

/** First output channel of a panel, counted in its group. */
export function panelChannel(groups: u32, perGroup: u32, panel: u32): u32 {
  return panelWidth(groups, perGroup, panel) === 1 ? panel : panel << 3;
}

/** Output channels of a panel: 8, 4, 3 or 1. */
export function panelWidth(groups: u32, perGroup: u32, panel: u32): u32 {
  if (isFew(groups, perGroup)) return perGroup === 3 ? 3 : 1;
  return (panel << 3) + 4 < perGroup ? 8 : 4;
}
