/** What `variantGroups` loads, by the names that builds give the files. */
export const variantFiles: Readonly<Record<string, string>> = {
  variantsConv2d: 'conv2d/conv2d.variants.ts',
  variantsWinograd: 'conv2d/conv2d.winograd.ts',
  variantsLinear: 'linear/linear.variants.ts',
  variantsDepthwise: 'depthwiseKernels.ts',
};

/** What several of them share; it stands beside the rules, which every page loads that loads any of them. */
export const variantParts: readonly string[] = ['joinedChannels.ts', 'slices.ts', 'tiles.ts'];
