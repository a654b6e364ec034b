type SamplerChecks = typeof import('./samplerChecks.ts');

// Most generators have no sampler, and a page should not load what reads one. It comes when a model has one, or at once where
// a whole file is read synchronously (see modelFile.ts).

let checks: SamplerChecks | undefined;

export function provideSamplerChecks(all: SamplerChecks): void {
  checks = all;
}

export async function loadSamplerChecks(): Promise<void> {
  checks ??= await import('../sampling.ts');
}

/** What was provided or loaded before a model with a sampler is checked. */
export function samplerChecks(): SamplerChecks {
  if (!checks)
    throw new Error('the code that reads samplers is not loaded, expected loadSamplerChecks first');
  return checks;
}
