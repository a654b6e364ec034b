import {
  type CallResult,
  type CandidateResult,
  describeWrong,
  type KernelReport,
} from '@roentgan/kernels/measure';
import { type OwnMessage, workgroupBytes } from '@roentgan/kernels/own';
import { makeElement } from '../../controls/makeElement.ts';
import type { Inspected } from './messages.ts';

/** Shows what a run found, from the compiler's messages to the bars. */
export interface ResultsPanel {
  clear(): void;
  showInspected(inspected: Inspected): void;
  showMeasured(result: CallResult, report: KernelReport): void;
}

export function createResultsPanel(
  host: HTMLElement,
  goTo: (line: number, column: number) => void,
): ResultsPanel {
  return {
    clear: () => host.replaceChildren(),
    showInspected(inspected) {
      const { messages, problems, demands } = inspected;
      const found = [
        ...messages.map((message) => messageItem(message, goTo)),
        ...problems.map((text) => makeElement('li', { class: 'told-error' }, text)),
        ...demands.map((text) => makeElement('li', { class: 'told-warning' }, text)),
      ];
      if (found.length > 0) host.append(section('Messages', makeElement('ul', { class: 'told' }, ...found)));
      if (inspected.reflection) host.append(section('Interface', interfaceTable(inspected)));
    },
    showMeasured(result, report) {
      // Times first: they are what a run was for.
      host.prepend(section('Times', ceilingsLine(result, report), timesTable(result)));
      const own = result.candidates[0]!;
      host.prepend(section('Against the reference', checkLine(own)));
    },
  };
}

function section(title: string, ...children: readonly Node[]): HTMLElement {
  return makeElement(
    'section',
    { class: 'group', 'aria-label': title },
    makeElement('h2', { class: 'heading' }, title),
    ...children,
  );
}

function messageItem(message: OwnMessage, goTo: (line: number, column: number) => void): HTMLElement {
  const { line, column, type, text, sourceLine, elsewhere } = message;
  const item = makeElement('li', { class: `told-${type}` });
  if (line > 0) {
    const jump = makeElement('button', { type: 'button', class: 'quiet' }, `Line ${line}`);
    jump.addEventListener('click', () => goTo(line, column));
    item.append(jump, ` ${text}`);
  } else {
    item.append(elsewhere === 'prelude' ? `In what stands before the file: ${text}` : text);
    if (sourceLine) item.append(makeElement('code', {}, sourceLine.trim()));
  }
  return item;
}

function interfaceTable({ reflection, workgroups, like }: Inspected): HTMLElement {
  const { bindings, overrides, sizes, workgroupSize, workgroupMemory } = reflection!;
  const row = (name: string, ...values: readonly string[]) =>
    makeElement(
      'tr',
      {},
      makeElement('th', { scope: 'row' }, name),
      makeElement('td', {}, ...values.map((value) => makeElement('div', {}, value))),
    );
  const given = overrides.map(
    ({ name, value, from }) => `${name} = ${value ?? 'not given'}${from === 'default' ? ' (default)' : ''}`,
  );
  const memory = workgroupMemory.map(({ name, type, bytes }) => `${name}: ${type}, ${bytes} bytes`);
  const overrideRow = row('Overrides', ...(given.length > 0 ? given : ['none']));
  overrideRow.classList.add('overrides');
  const bound = sizes.map(({ name, value }) => `${name} = ${value}`);
  const sizeRow = row('Sizes', ...(bound.length > 0 ? bound : ['none']));
  sizeRow.classList.add('overrides');
  return makeElement(
    'table',
    { class: 'interface' },
    makeElement(
      'tbody',
      {},
      row(
        'Bindings',
        ...bindings.map(({ binding, name, access, type }) => `${binding} ${name}: ${type}, ${access}`),
      ),
      overrideRow,
      sizeRow,
      row(
        'Workgroup',
        `${workgroupSize.join(' × ')} invocations`,
        `${workgroups.join(' × ')} workgroups, beside ${like}`,
      ),
      row('Workgroup memory', `${workgroupBytes(reflection!)} bytes`, ...memory),
    ),
  );
}

function checkLine({ check, failure }: CandidateResult): HTMLElement {
  if (failure) return makeElement('p', { class: 'told-error' }, failure.message);
  if (!check!.passes) return makeElement('p', { class: 'told-error' }, describeWrong(check!));
  const { worst, values } = check!;
  const error = Math.abs(worst.found - worst.expected);
  const text = `All ${values.toLocaleString('en')} values agree. The furthest is ${error.toExponential(1)} off, of ${worst.bound.toExponential(1)} allowed.`;
  return makeElement('p', { class: 'agrees' }, text);
}

function ceilingsLine(
  { work, roofline, method }: CallResult,
  { ceilings, device }: KernelReport,
): HTMLElement {
  const reached = [
    `${(ceilings.bandwidth / 1e9).toFixed(1)} GB/s`,
    `${(ceilings.f32 / 1e9).toFixed(1)} GMAC/s in f32`,
    ...(ceilings.f16 === undefined ? [] : [`${(ceilings.f16 / 1e9).toFixed(1)} in f16`]),
  ];
  const clock = method === 'timestamps' ? "the GPU's clock" : 'waiting for the GPU';
  const software = device.isSoftware ? ' This adapter is software: its times say nothing about GPUs.' : '';
  return makeElement(
    'p',
    { class: 'hint' },
    `${(work.macs / 1e6).toPrecision(3)} million multiply-adds and ${(work.bytes / 1e6).toPrecision(3)} MB; this device reached ${reached.join(', ')}, so at best ${milliseconds(roofline.milliseconds)}, bound by ${roofline.boundBy}. Timed by ${clock}.${software}`,
  );
}

function timesTable({ candidates }: CallResult): HTMLElement {
  const rows = candidates.map(({ name, origin, time, share, failure, check }) => {
    const cells = time
      ? [timeCell(time), barCell(share!)]
      : [makeElement('td', { class: 'told-error', colspan: 2 }, failure?.message ?? describeWrong(check!))];
    const row = makeElement('tr', {}, makeElement('th', { scope: 'row' }, ...breakable(name)), ...cells);
    row.classList.toggle('is-own', origin === 'own');
    return row;
  });
  const head = ['Kernel', 'Median, 95 %', 'Share of the roofline'].map((name) =>
    makeElement('th', { scope: 'col' }, name),
  );
  return makeElement(
    'table',
    { class: 'times' },
    makeElement('thead', {}, makeElement('tr', {}, ...head)),
    makeElement('tbody', {}, ...rows),
  );
}

/** The median, and below it in the same unit the interval that holds it with 95 % confidence. */
function timeCell({ median, interval }: NonNullable<CandidateResult['time']>): HTMLElement {
  const inUnit = (value: number) => (median < 1 ? (value * 1000).toFixed(1) : value.toFixed(2));
  const bounds = makeElement('small', {}, interval.map(inUnit).join(' to '));
  return makeElement('td', { class: 'time' }, milliseconds(median), bounds);
}

/** Lines may break behind a dot of a name. */
function breakable(name: string): (Node | string)[] {
  const [first = '', ...rest] = name.split('.');
  return [first, ...rest.flatMap((part) => [makeElement('wbr'), `.${part}`])];
}

/** A full bar is the roofline; its ceilings are measured, so that a share may come out a little above it. */
function barCell(share: number): HTMLElement {
  const bar = makeElement('span', { class: 'bar-line', 'aria-hidden': 'true' });
  bar.style.width = `${Math.min(100, Math.max(1, share * 100))}%`;
  return makeElement('td', { class: 'share' }, bar, makeElement('span', {}, `${(share * 100).toFixed(1)} %`));
}

function milliseconds(value: number): string {
  return value < 1 ? `${(value * 1000).toFixed(1)} µs` : `${value.toFixed(2)} ms`;
}
