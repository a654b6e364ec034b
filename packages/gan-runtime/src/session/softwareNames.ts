const softwareNames = /swiftshader|llvmpipe|lavapipe|software|basic render/i;

/** Whether an adapter says that it emulates a GPU on the CPU (SwiftShader, lavapipe, WARP). */
export function isSoftwareName(adapter: string): boolean {
  return softwareNames.test(adapter);
}
