import { basename } from 'node:path';
import { deviceClassOf, type TuningTable, tuneGenerator } from '@roentgan/gan-runtime/tuning';
import { findGpu } from '../adapter.ts';
import { parseArguments } from '../arguments.ts';
import { readModelSource } from '../modelSource.ts';
import { type Progress, progressBar } from '../progress.ts';
import { writeWhole } from '../writeWhole.ts';
import { describeLayer, describeRefused } from './describeLayer.ts';

/** `roentgan bench tune`: which kernels are fastest for a model on this device, as a table that `loadGenerator` takes. */
export async function benchTune(args: readonly string[]): Promise<number> {
  const parsed = parseArguments(
    args,
    { backend: { type: 'string' }, out: { type: 'string', short: 'o' }, json: { type: 'boolean' } },
    { names: ['MODEL'], required: 1 },
  );
  const takesSoftware = (parsed.choice('backend', ['auto', 'webgpu']) ?? 'auto') === 'webgpu';
  const isJson = parsed.flag('json');
  const out = parsed.text('out');
  const source = await readModelSource(parsed.positionals[0]);
  const gpu = await openGpu(takesSoftware);
  const file = new File([source.bytes as Uint8Array<ArrayBuffer>], source.path);
  const path = out ?? `${basename(source.path).replace(/\.safetensors$/, '')}.tuning.json`;
  const described = (table: TuningTable) => ({ ...table, model: { ...table.model, file: source.sha256 } });
  const stop = new AbortController();
  let writing = Promise.resolve();
  // After each layer, so that a run that is ended early leaves the rules it has found.
  const keep = (table: TuningTable): void => {
    writing = writing.then(() => writeWhole(path, `${JSON.stringify(described(table), undefined, 2)}\n`));
    writing.catch((error) => stop.abort(error));
  };
  let bar: Progress | undefined;
  const { table } = await tuneGenerator(file, {
    gpu,
    store: null,
    signal: stop.signal,
    onProgress({ done, total, layer, table }) {
      bar ??= progressBar('layers', total);
      if (layer) {
        bar.end();
        for (const line of describeRefused(layer)) process.stderr.write(`${line}\n`);
        if (!isJson) process.stdout.write(`${done} of ${total}, ${describeLayer(layer)}\n`);
      }
      if (table) keep(table);
      bar.update(done);
    },
  });
  bar?.end();
  await writing;
  if (isJson) process.stdout.write(`${JSON.stringify(described(table))}\n`);
  else process.stdout.write(`${path}: ${table.rules.length} rules for ${table.adapter}\n`);
  return 0;
}

async function openGpu(takesSoftware: boolean): Promise<GPU> {
  const gpu = await findGpu(takesSoftware);
  if (typeof gpu === 'string') {
    const otherwise = takesSoftware ? '' : '; --backend webgpu takes an adapter in software';
    throw new Error(`no WebGPU adapter (${gpu}), expected a GPU and its driver${otherwise}`);
  }
  const { vendor, architecture, description } = (await gpu.requestAdapter())!.info;
  const name = [vendor, architecture, description].join(' ');
  if (takesSoftware || deviceClassOf(name) !== 'software') return gpu;
  throw new Error(
    `the only WebGPU adapter (${name.trim()}) is software, expected a GPU; --backend webgpu takes it all the same`,
  );
}
