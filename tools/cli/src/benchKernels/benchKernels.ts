import {
  builtInCandidates,
  type Candidate,
  type CandidateResult,
  compileCandidate,
  kernelReport,
  type MeasuringDevice,
  measureCall,
  measureCeilings,
  openMeasuringDevice,
  ShaderError,
} from '@roentgan/kernels/measure';
import {
  findProblems,
  formatMessage,
  type OwnKernel,
  ownKernel,
  ownMessages,
  reflect,
} from '@roentgan/kernels/own';
import { findGpu } from '../adapter.ts';
import { progressBar } from '../progress.ts';
import { writeWhole } from '../writeWhole.ts';
import { describeCall, describeCeilings, describeInterface } from './describeKernels.ts';
import { type KernelOptions, readKernelOptions } from './kernelOptions.ts';

type Say = (text: string) => void;
type MeasuredCall = Parameters<typeof kernelReport>[3][number];

/** Milliseconds of samples for each kernel of a shape, once it has three. */
const softwareBudget = 1000;

/** `roentgan bench kernels`: built-in kernels, and anyone's beside them, checked, timed and held against the device's ceilings. */
export async function benchKernels(args: readonly string[]): Promise<number> {
  const options = await readKernelOptions(args);
  const say: Say = (text) => void process.stderr.write(`${text}\n`);
  const print: Say = options.json ? say : (text) => void process.stdout.write(`${text}\n`);
  const gpu = await findGpu(true);
  if (typeof gpu === 'string') {
    throw new Error(
      `no WebGPU adapter (${gpu}): install a GPU's driver or Chromium, whose SwiftShader is an adapter in software`,
    );
  }
  const on = await openMeasuringDevice(gpu);
  if (options.type === 'f16' && !on.f16)
    throw new Error(`${on.adapter} has no shader-f16, expected --dtype f32`);
  // Before minutes of measuring, not after.
  const prepared = await prepareVariants(on, options, print);
  if (!prepared) return 1;

  const ceilings = await measureCeilings(on, options.seconds);
  print(describeCeilings(on.adapter, on.isSoftware, ceilings));
  const sources = Object.fromEntries(options.variants.map(({ name, text }) => [name, text]));
  const host = `Node ${process.versions.node}`;
  const total = options.shapes.length;
  const bar = progressBar('layers', total);
  const measured: MeasuredCall[] = [];
  let report = '';
  for (const [at, { operation, call, from }] of options.shapes.entries()) {
    bar.update(at);
    // One's own first: if it does not end, nobody waits for the others before that is known.
    const builtIn = builtInCandidates(operation, call, options.type, on.device.features);
    const candidates = [...prepared[at]!, ...builtIn];
    const result = await measureCall(on, operation, call, candidates, {
      type: options.type,
      ceilings,
      // An adapter in software takes minutes for what a GPU does in seconds.
      ...(on.isSoftware && { budget: softwareBudget }),
      seconds: options.seconds,
      ...(options.samples !== undefined && { samples: options.samples }),
      onProgress: (doing) => bar.update(at, doing),
    });
    measured.push({ operation, call, result });
    bar.end();
    print(`\n${at + 1} of ${total}, ${from}: ${describeCall(operation, call, result)}`);
    const measuredSoFar = kernelReport(on, ceilings, options.type, measured, { host, sources });
    report = JSON.stringify(measuredSoFar);
    // After each, so that a run that is ended early leaves what it has measured.
    if (options.out !== undefined)
      await writeWhole(options.out, `${JSON.stringify(measuredSoFar, undefined, 2)}\n`);
  }
  if (options.json) process.stdout.write(`${report}\n`);
  const results = measured.flatMap(({ result }) => result.candidates);
  return results.every(isRight) ? 0 : 1;
}

function isRight({ failure, check }: CandidateResult): boolean {
  return failure === undefined && check!.passes;
}

/** The files as candidates of each shape; nothing where one does not fit, which is then said. */
async function prepareVariants(
  on: MeasuringDevice,
  options: KernelOptions,
  print: Say,
): Promise<Candidate[][] | undefined> {
  const { shapes, variants, type, workgroups, seconds } = options;
  let fits = true;
  const prepared: Candidate[][] = [];
  for (const [at, { operation, call }] of shapes.entries()) {
    const candidates: Candidate[] = [];
    for (const variant of variants) {
      const own = ownKernel(variant, operation, call, type, workgroups);
      const problems = await problemsOf(on, own, seconds, at === 0 ? print : undefined);
      for (const problem of problems) process.stderr.write(`${problem}\n`);
      fits &&= problems.length === 0;
      candidates.push(own.candidate);
    }
    if (!fits) return undefined;
    prepared.push(candidates);
  }
  return prepared;
}

/** What keeps a file from running this shape; its interface is printed where `print` is given. */
async function problemsOf(
  { device }: MeasuringDevice,
  own: OwnKernel,
  seconds: number,
  print: Say | undefined,
): Promise<string[]> {
  let refused: ShaderError | undefined;
  try {
    const { warnings } = await compileCandidate(device, own.candidate, seconds);
    for (const message of print ? ownMessages(own, warnings) : []) {
      process.stderr.write(`${formatMessage(own.file, message)}\n`);
    }
  } catch (error) {
    if (!(error instanceof ShaderError)) throw error;
    refused = error;
  }
  const messages = refused ? ownMessages(own, refused.messages) : [];
  // What the compiler does not understand, the library would only say worse.
  if (messages.some(({ elsewhere }) => elsewhere !== 'pipeline')) {
    return messages.map((message) => formatMessage(own.file, message));
  }
  let problems: string[] = [];
  try {
    const reflection = reflect(own);
    print?.(describeInterface(own, reflection));
    problems = findProblems(own, reflection, device.limits).map((problem) => `${own.file}: ${problem}`);
  } catch (error) {
    process.stderr.write(
      `${own.file}: its interface is not shown, since wgsl_reflect says: ${(error as Error).message}\n`,
    );
  }
  // Why the pipeline was refused is said better by what was found in the interface.
  return problems.length > 0 ? problems : messages.map((message) => formatMessage(own.file, message));
}
