/** Groups of a norm where nothing states them: 32 as usual, or fewer where small networks have channels that 32 does not divide. */
export function largestGroups(channels: readonly number[]): number {
  return channels.reduce(greatestCommonDivisor, 32);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
