import type { Counters, Generator } from '@roentgan/gan-runtime';
import { backendText } from '../../ganViewer/backendText.ts';
import type { Fact } from './describeGraph.ts';
import { byteCount } from './format.ts';

/** What runs the studio's model, what its last image cost, and what the graphics adapter allows. */
export async function deviceFacts(generator: Generator | undefined): Promise<Fact[]> {
  const facts: Fact[] = [];
  if (generator) {
    facts.push(['Studio runs on', [backendText(generator)]], ['Because', [generator.backendReason]]);
    facts.push(['Its last image', describeCounters(generator.counters)]);
  }
  const { hardwareConcurrency } = navigator;
  const shares = globalThis.crossOriginIsolated ? 'shared memory' : 'no shared memory: one thread';
  facts.push(['Processor', [`${hardwareConcurrency} cores seen by this page, ${shares}`]]);
  facts.push(['Graphics adapter', await describeAdapter()]);
  return facts;
}

/** As in "33 dispatches, 1 submit; 12 pipelines, 66 bind groups, 25.3 MB held". */
export function describeCounters(counters: Counters): string[] {
  const { dispatches, submits, pipelines, bindGroups, gpuBytes } = counters;
  if (dispatches === 0) return ['nothing is counted here'];
  const cost = `${dispatches} dispatches, ${submits} submit${submits === 1 ? '' : 's'}`;
  // The CPU has none of the rest.
  return gpuBytes === 0
    ? [cost]
    : [cost, `${pipelines} pipelines, ${bindGroups} bind groups`, `${byteCount(gpuBytes)} on the GPU`];
}

async function describeAdapter(): Promise<string[]> {
  if (!navigator.gpu) {
    const why = globalThis.isSecureContext ? 'this browser has no WebGPU' : 'WebGPU needs https or localhost';
    return [`none: ${why}`];
  }
  const adapter = await navigator.gpu
    .requestAdapter({ powerPreference: 'high-performance' })
    .catch(() => null);
  if (!adapter) return ['none: WebGPU finds no adapter'];
  const { info, limits, features } = adapter;
  const words = [info.vendor, info.architecture, info.description].filter((word) => word);
  const has = (feature: GPUFeatureName, name: string) => `${features.has(feature) ? 'has' : 'no'} ${name}`;
  return [
    [...new Set(words)].join(' ') || 'unnamed',
    `buffers to ${byteCount(limits.maxBufferSize)}, bindings to ${byteCount(limits.maxStorageBufferBindingSize)}`,
    `workgroups to ${limits.maxComputeInvocationsPerWorkgroup} invocations with ${byteCount(limits.maxComputeWorkgroupStorageSize)}`,
    `${has('timestamp-query', 'timestamps')}, ${has('shader-f16', '16-bit floats')}`,
  ];
}
