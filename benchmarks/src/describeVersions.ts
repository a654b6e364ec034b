import type { Versions } from './results.ts';

const titles: readonly (readonly [keyof Versions, string])[] = [
  ['roentgan', 'Roentgan'],
  ['tfjs', 'TF.js'],
  ['ort', 'ONNX Runtime Web'],
  ['jax', 'jax-js'],
  ['chromium', 'Chromium'],
  ['firefox', 'Firefox'],
  ['deno', 'Deno'],
  ['dawn', 'Dawn'],
  ['browser', 'browser'],
  ['node', 'Node'],
];

/** `Roentgan abc, TF.js 4.22.0, ...`: what took part. */
export function describeVersions(versions: Versions): string {
  const named = titles.flatMap(([key, title]) => (versions[key] ? [`${title} ${versions[key]}`] : []));
  return named.join(', ');
}
