/** What a sampler may ask for. */
export const samplerLimits = {
  /** Training steps of a sampler's noise schedule. */
  trainSteps: 100_000,
  /** Steps that a sampler takes. */
  samplerSteps: 10_000,
} as const;
