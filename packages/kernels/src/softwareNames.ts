const softwareNames = /swiftshader|llvmpipe|lavapipe|softpipe|software|basic render|\bwarp\b/i;

/** Whether an adapter's name says that it emulates a GPU on the processor (SwiftShader, lavapipe, WARP): its times say nothing about GPUs. */
export function isSoftwareName(adapter: string): boolean {
  return softwareNames.test(adapter);
}
