import type {
  Ceiling,
  CeilingUse,
  ContenderResult,
  Instructions,
  LayerResult,
  LayerTime,
  LayerWork,
  Rate,
} from './results.ts';

/** Layers whose output has fewer rows or columns are not among those of which the lowest share is taken. */
const leastSide = 16;

/** Each layer's times beside what the plan has it compute. */
export function joinLayers(times: readonly LayerTime[], work: readonly LayerWork[]): LayerResult[] {
  if (times.length > 0 && times.length !== work.length) {
    throw new Error(`${times.length} layers were timed, expected the plan's ${work.length}`);
  }
  return times.map((time, at) => {
    const { label, output, macs } = work[at]!;
    if (time.label !== label)
      throw new Error(`layer ${at} is "${time.label}", expected "${label}" as planned`);
    return { ...time, output, macs };
  });
}

/** What the CPU backend's description says it uses; nothing for any other backend. */
export function engineOf(
  backend: string,
): { readonly instructions: Instructions; readonly threads: number } | undefined {
  const [, width, threads] =
    /^cpu \(WebAssembly (relaxed SIMD|SIMD), (?:(\d+) threads?|on the page's own thread)\)$/.exec(backend) ??
    [];
  if (width === undefined) return undefined;
  return { instructions: width === 'SIMD' ? 'simd' : 'relaxed', threads: Number(threads ?? 1) };
}

/** Adds what a contender on the CPU backend, and each of its layers, reaches of the ceiling of its threads together. */
export function withShares(contender: ContenderResult, ceilings: readonly Ceiling[]): ContenderResult {
  const engine = engineOf(contender.backend);
  const single = ceilings.find(({ instructions }) => instructions === engine?.instructions);
  if (engine === undefined || single === undefined || contender.layers.length === 0) return contender;
  const ceiling = engine.threads * single.gmacs;
  const layers = contender.layers.map((layer): LayerResult => {
    const { macs, milliseconds, fastest } = layer;
    if (macs === 0 || !milliseconds || !fastest) return layer; // absent, or too short for the clock
    return { ...layer, rate: rateOf(macs, milliseconds, fastest, ceiling) };
  });
  const macs = layers.reduce((sum, layer) => sum + layer.macs, 0);
  const { median, minimum } = contender.image.summary;
  const lowest = lowestOf(layers);
  const use: CeilingUse = {
    ...engine,
    ceiling,
    macs,
    image: rateOf(macs, median, minimum, ceiling),
    ...(lowest && { lowest }),
  };
  return { ...contender, layers, ceilingUse: use };
}

/** The layer of the lowest share among those that compute a large enough output. */
function lowestOf(layers: readonly LayerResult[]): CeilingUse['lowest'] {
  let lowest: CeilingUse['lowest'];
  for (const { label, output, rate } of layers) {
    const [, , height = 0, width = 0] = output;
    if (rate === undefined || height < leastSide || width < leastSide) continue;
    if (lowest === undefined || rate.share < lowest.share) {
      lowest = { label, share: rate.share, fastestShare: rate.fastestShare };
    }
  }
  return lowest;
}

function rateOf(macs: number, milliseconds: number, fastest: number, ceiling: number): Rate {
  const gmacs = macs / milliseconds / 1e6;
  return { gmacs, share: gmacs / ceiling, fastestShare: macs / fastest / 1e6 / ceiling };
}
