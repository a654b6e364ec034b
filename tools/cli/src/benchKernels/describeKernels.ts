import type { Call, Operation } from '@roentgan/kernels';
import {
  type CallResult,
  type Ceilings,
  describeWrong,
  formatCall,
  type RooflineResult,
} from '@roentgan/kernels/measure';
import { findDemands, type OwnKernel, type Reflection, workgroupBytes } from '@roentgan/kernels/own';

const rate = (perSecond: number, unit: string): string =>
  perSecond >= 1e12
    ? `${(perSecond / 1e12).toFixed(2)} T${unit}`
    : `${(perSecond / 1e9).toFixed(1)} G${unit}`;

/** The device in one line, and what it can do at most. */
export function describeCeilings(
  adapter: string,
  isSoftware: boolean,
  { bandwidth, f32, f16, method }: Ceilings,
): string {
  const parts = [
    `${rate(bandwidth, 'B/s')} copied`,
    `${rate(f32, 'MAC/s')} in f32`,
    ...(f16 === undefined ? [] : [`${rate(f16, 'MAC/s')} in f16`]),
  ];
  const clock = method === 'timestamps' ? 'GPU timestamps' : 'submit and wait';
  const software = isSoftware
    ? '\nA software adapter: its times rank overheads, and say nothing about GPUs.'
    : '';
  return `${adapter} (${clock})\nceilings: ${parts.join(', ')}${software}`;
}

/** A call and a row for each candidate. */
export function describeCall(
  operation: Operation,
  call: Call,
  { work, roofline, candidates }: CallResult,
): string {
  const sizes = `${(work.macs / 1e6).toFixed(1)} M MAC, ${(work.bytes / 1e6).toFixed(2)} MB`;
  const bound = `roofline ${formatMilliseconds(roofline.milliseconds)} by ${roofline.boundBy}`;
  const rows = [
    ['kernel', 'median', '95 % of the median', 'p95', 'GMAC/s', 'GB/s', 'of roofline'],
    ...candidates.map((candidate) => row(candidate, work)),
  ];
  const medians = candidates.map(({ time }) => time?.median ?? Number.POSITIVE_INFINITY);
  const fastest = candidates.length > 1 ? medians.indexOf(Math.min(...medians)) : -1;
  const widths = rows[0]!.map((_, column) =>
    // What went wrong is a sentence, not a cell.
    Math.max(...rows.map((cells) => (cells.length === 2 && column > 0 ? 0 : cells[column]!.length))),
  );
  const lines = rows.map((cells, line) => {
    if (cells.length === 2) return `  ${cells[0]!.padEnd(widths[0]!)}  ${cells[1]}`;
    const padded = cells.map((cell, at) =>
      at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!),
    );
    return `  ${padded.join('  ')}${line - 1 === fastest ? '  fastest' : ''}`;
  });
  return `${operation.name} ${formatCall(operation, call)}\n  ${sizes}, ${bound}\n${lines.join('\n')}`;
}

function row(
  { name, failure, check, time, share }: RooflineResult,
  { macs, bytes }: CallResult['work'],
): string[] {
  if (failure) return [name, `failed: ${failure.message}`];
  if (!time) return [name, describeWrong(check!)];
  const seconds = time.median / 1000;
  return [
    name,
    formatMilliseconds(time.median),
    time.interval.map(formatMilliseconds).join(' to '),
    formatMilliseconds(time.p95),
    significant(macs / seconds / 1e9),
    significant(bytes / seconds / 1e9),
    `${(share! * 100).toFixed(1)} %`,
  ];
}

/** What `wgsl_reflect` found in a file. */
export function describeInterface(own: OwnKernel, reflection: Reflection): string {
  const { candidate, file, like } = own;
  const [x, y, z] = reflection.workgroupSize;
  const memory = reflection.workgroupMemory.map(({ name, type, bytes }) => `${name}: ${type}, ${bytes} B`);
  const lines = [
    `${file}, beside ${like.name}`,
    `  bindings    ${reflection.bindings.map(({ binding, name, access }) => `${binding} ${name} (${access})`).join(', ')}`,
    `  overrides   ${reflection.overrides.map(({ name, value, from }) => `${name}=${value ?? '?'}${from === 'default' ? ' (default)' : ''}`).join(', ') || 'none'}`,
    `  sizes       ${reflection.sizes.map(({ name, value }) => `${name}=${value}`).join(', ') || 'none'}`,
    `  workgroup   ${x} x ${y} x ${z} invocations; ${candidate.workgroups.join(' x ')} workgroups`,
    `  memory      ${workgroupBytes(reflection)} B a workgroup${memory.length > 0 ? ` (${memory.join('; ')})` : ''}`,
    ...findDemands(reflection).map((demand) => `  beware      ${demand}`),
  ];
  return lines.join('\n');
}

/** Three digits without an exponent: `1230`, `8.1`, `0.0456`. */
function significant(value: number): string {
  return value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}

function formatMilliseconds(milliseconds: number): string {
  return milliseconds < 1 ? `${significant(milliseconds * 1000)} us` : `${significant(milliseconds)} ms`;
}
