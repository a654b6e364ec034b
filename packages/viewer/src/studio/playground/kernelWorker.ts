import { type Call, type Operation, operations } from '@roentgan/kernels';
import {
  builtInCandidates,
  type Ceilings,
  compileCandidate,
  kernelReport,
  type MeasuringDevice,
  measureCall,
  measureCeilings,
  openMeasuringDevice,
  parseCall,
  ShaderError,
} from '@roentgan/kernels/measure';
import {
  findDemands,
  findProblems,
  type OwnKernel,
  OwnKernelError,
  ownKernel,
  ownMessages,
  reflect,
} from '@roentgan/kernels/own';
import type { Inspected, RunEvent, RunRequest } from './messages.ts';

/** Seconds that a dispatch may take: a shader that never ends must not keep a person waiting. */
const seconds = 10;
const file = 'own.wgsl';

let device: Promise<MeasuringDevice> | undefined;
let ceilings: Promise<Ceilings> | undefined;
const say = (event: RunEvent): void => postMessage(event);

addEventListener('message', ({ data }: MessageEvent<RunRequest>) => {
  run(data).then(
    () => say({ kind: 'done' }),
    (error: Error) => {
      const line = error instanceof OwnKernelError ? error.line : undefined;
      const isBroken = !(error instanceof OwnKernelError || error instanceof RangeError);
      say({ kind: 'failed', text: error.message, isBroken, ...(line !== undefined && { line }) });
      say({ kind: 'done' });
    },
  );
});

async function run({ op, shape, type, text }: RunRequest): Promise<void> {
  const operation = operations[op]!;
  const call = parseCall(operation, shape);
  const own = ownKernel({ name: file, text }, operation, call, type);
  device ??= openMeasuringDevice(navigator.gpu);
  const on = await device;
  const { adapter, isSoftware, f16 } = on;
  say({ kind: 'device', adapter, isSoftware, f16 });
  if (type === 'f16' && !f16) throw new RangeError(`${adapter} has no 16-bit floats`);
  say({ kind: 'progress', text: 'Compiling' });
  const inspected = await inspect(on, own);
  say({ kind: 'inspected', inspected });
  if (inspected.problems.length > 0 || inspected.messages.some((message) => message.type === 'error')) return;
  say({ kind: 'progress', text: 'Measuring what the device can do' });
  ceilings ??= measureCeilings(on, 60);
  await measure(on, operation, call, own, type, await ceilings);
}

async function inspect(
  { device: { limits }, device: gpuDevice }: MeasuringDevice,
  own: OwnKernel,
): Promise<Inspected> {
  const { candidate, like } = own;
  let said: ShaderError['messages'] = [];
  try {
    said = (await compileCandidate(gpuDevice, candidate, 60)).warnings;
  } catch (error) {
    if (!(error instanceof ShaderError)) throw error;
    said = error.messages;
  }
  const messages = ownMessages(own, said);
  const about = { messages, workgroups: candidate.workgroups, like: like.name };
  if (messages.some(({ type, elsewhere }) => type === 'error' && elsewhere !== 'pipeline')) {
    return { ...about, problems: [], demands: [] };
  }
  try {
    const reflection = reflect(own);
    const problems = findProblems(own, reflection, limits);
    // Why a pipeline was refused is said better by what was found in the interface.
    const told =
      problems.length > 0 ? messages.filter(({ elsewhere }) => elsewhere !== 'pipeline') : messages;
    return { ...about, messages: told, problems, demands: findDemands(reflection), reflection };
  } catch (error) {
    const demands = [`The interface is not shown, since wgsl_reflect says: ${(error as Error).message}`];
    return { ...about, problems: [], demands };
  }
}

async function measure(
  on: MeasuringDevice,
  operation: Operation,
  call: Call,
  own: OwnKernel,
  type: RunRequest['type'],
  reached: Ceilings,
): Promise<void> {
  // Anyone's kernel first: if it does not end, nobody waits for the others before that is known.
  const builtIn = builtInCandidates(operation, call, type, on.device.features);
  const candidates = [own.candidate, ...builtIn];
  const result = await measureCall(on, operation, call, candidates, {
    type,
    ceilings: reached,
    seconds,
    budget: 2000,
    onProgress: (text) => say({ kind: 'progress', text: `Running ${text}` }),
  });
  const host = navigator.userAgent;
  const sources = { [file]: own.text };
  const report = kernelReport(on, reached, type, [{ operation, call, result }], { host, sources });
  // Errors travel as their messages: the report has them.
  const plain = {
    ...result,
    candidates: result.candidates.map(({ failure, ...rest }) =>
      failure ? { ...rest, failure: new Error(failure.message) } : rest,
    ),
  };
  say({ kind: 'measured', result: plain, report });
}
