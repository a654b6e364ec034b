import { describeVersions } from '../describeVersions.ts';
import type { Results } from '../results.ts';
import { digits } from '../table.ts';
import { element } from './element.ts';
import { type Group, groupsOf, modelNamesOf } from './measurements.ts';
import type { OpenFile } from './openFile.ts';
import { plotOf } from './plots.ts';

const widest = 1000;

/** What the open files say, under a heading for each model. */
export function sections(files: readonly OpenFile[], width: number): HTMLElement[] {
  if (files.length === 0) return [];
  const list = element('ul', { className: 'files' }, files.map(describeFile));
  const models = modelNamesOf(files).map((model) =>
    element('section', {}, [
      element('h2', {}, [model]),
      ...groupsOf(files, model).map((group) => drawGroup(group, files, Math.min(width, widest))),
    ]),
  );
  return [element('section', {}, [element('h2', {}, ['Files']), list]), ...models];
}

function describeFile({ label, results }: OpenFile): HTMLElement {
  const { date, adapter, machine, settings, versions, failures } = results;
  const software = adapter.webgpuIsSoftware
    ? [element('span', { className: 'software' }, [' software: ranks overheads, not GPUs'])]
    : [];
  return element('li', {}, [
    element('strong', {}, [label]),
    `: ${adapter.webgpu}`,
    ...software,
    element('div', { className: 'facts' }, [
      `${date}. ${describeVersions(versions)}. ${machine.system}, ${machine.cores} cores of ${machine.processor}. ${settings.runs} rounds, ${settings.warmup} before them.${loads(results)}`,
    ]),
    ...failures.map(({ model, contender, message }) =>
      element('div', { className: 'facts' }, [
        `Not measured: ${model}${contender ? ` with ${contender}` : ''}: ${message}`,
      ]),
    ),
  ]);
}

function loads({ machine: { loadBefore, loadAfter } }: Results): string {
  return loadBefore === undefined ? '' : ` Load ${loadBefore} before, ${loadAfter} after.`;
}

function drawGroup(group: Group, files: readonly OpenFile[], width: number): HTMLElement {
  const labels = files.map(({ label }) => label);
  const better = group.better === 'less' ? 'less is better' : 'more is better';
  return element('figure', {}, [
    element('h3', {}, [`${group.title} (${group.unit}, ${better})`]),
    element('div', { className: 'scroll' }, [plotOf(group, labels, Math.max(width, 560))]),
    element('details', {}, [element('summary', {}, ['The figures as a table']), tableOf(group)]),
  ]);
}

/** The figures behind a plot. */
function tableOf({ title, unit, measurements }: Group): HTMLElement {
  const hasParts = measurements.some(({ of }) => of !== undefined);
  const header = ['file', 'contender', ...(hasParts ? ['of'] : []), unit, 'from', 'to'];
  const rows = measurements.map(({ file, contender, of, value, interval }) => [
    file,
    contender,
    ...(hasParts ? [String(of)] : []),
    digits(value),
    ...(interval ? interval.map(digits) : ['', '']),
  ]);
  const row = (tag: 'th' | 'td', cells: readonly string[]): HTMLElement =>
    element(
      'tr',
      {},
      cells.map((cell) => element(tag, tag === 'th' ? { scope: 'col' } : {}, [cell])),
    );
  // Wide tables scroll, also by keyboard.
  return element('div', { className: 'scroll', tabIndex: 0, role: 'region', ariaLabel: title }, [
    element('table', {}, [
      element('thead', {}, [row('th', header)]),
      element(
        'tbody',
        {},
        rows.map((cells) => row('td', cells)),
      ),
    ]),
  ]);
}
