/** What this page cannot have where it is, for the person who sets it up; empty where nothing is missing. */
export function missingHere(scope: {
  readonly isSecureContext: boolean;
  readonly protocol: string;
}): readonly string[] {
  if (scope.protocol === 'file:') return ['a web server: browsers load nothing from files'];
  if (scope.isSecureContext) return [];
  return ['HTTPS or localhost: without it browsers give no WebGPU, no offline cache and no wake lock'];
}
