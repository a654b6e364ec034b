import { type Case, runCases } from './runCases.ts';
import { type Results, webgpuVariants } from './variant.ts';

/** What the script that opened the page waits for. */
declare global {
  interface Window {
    results: Promise<Results>;
  }
}

async function fetchBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(`/${path}`);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

async function run(): Promise<Results> {
  const list = new TextDecoder().decode(await fetchBytes('node_modules/.cache/portability/cases.json'));
  const [webgpu, cpu] = navigator.userAgent.includes('Firefox')
    ? [webgpuVariants('Firefox wgpu/lavapipe', 'f16'), 'Firefox CPU, f32']
    : [webgpuVariants('Chromium/SwiftShader', 'f16 weights'), 'Chromium CPU, f32'];
  const variants = [...webgpu, { title: cpu, dtype: 'f32', options: { backend: 'cpu' } } as const];
  return runCases(JSON.parse(list) as Case[], variants, fetchBytes);
}

window.results = run();
