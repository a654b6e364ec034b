import type { LoadOptions } from '@roentgan/gan-runtime';
import { afterAll, describe, expect, it } from 'vitest';
import { convertCase } from './convertCase.ts';
import { type NodeCase, nodeCases, nodeCasesFolder } from './nodeCase.ts';
import { runCase, TOLERANCE } from './runCase.ts';
import { reasonToLeaveOut } from './sortCase.ts';

type Options = LoadOptions & Required<Pick<LoadOptions, 'backend'>>;

/** How a case was taken: `passed` is followed by what had to be done for it. */
const PASSED = ['passed', 'passed, first axis is the batch', 'passed, a batch put before the axes'] as const;

/** ONNX's own cases of single operations on some backends, and a table of what became of each at the end. */
export function describeNodeCases(backends: readonly Options[]): void {
  const cases = nodeCases();
  if (cases.length === 0) {
    const hint = 'install libonnx-testdata, or name its folder in ONNX_NODE_CASES';
    console.log(`skipped, because it is absent: ${nodeCasesFolder} (${hint})`);
    it.skip('ONNX node cases', () => {});
    return;
  }
  const names = backends.map(({ backend }) => backend).join(', ');
  describe(`ONNX node cases on ${names}`, () => {
    const results = new Map<string, number>();
    const count = (result: string) => results.set(result, (results.get(result) ?? 0) + 1);
    const claimed = cases.filter((nodeCase) => {
      const reason = reasonToLeaveOut(nodeCase);
      if (reason) count(`left out: ${reason}`);
      return reason === undefined;
    });

    it.each(claimed)('$name', async (nodeCase) => {
      const passed = await check(nodeCase, backends);
      for (const result of passed) count(result);
    });

    afterAll(() => console.log(tableOf(names, cases.length, claimed.length, results)));
  });
}

async function check(nodeCase: NodeCase, backends: readonly Options[]): Promise<string[]> {
  const converted = convertCase(nodeCase);
  for (const options of backends) {
    const difference = await runCase(nodeCase, converted, options);
    expect(difference, options.backend).toBeLessThanOrEqual(TOLERANCE);
  }
  const frozen = converted.frozen.map((name) => `passed, the float input "${name}" frozen`);
  return [PASSED[0], PASSED[converted.hasAddedBatch ? 2 : 1], ...frozen];
}

function tableOf(
  backends: string,
  all: number,
  claimed: number,
  results: ReadonlyMap<string, number>,
): string {
  const passed = results.get(PASSED[0]) ?? 0;
  const rows = [
    [`ONNX node cases on ${backends}`, all],
    ['failed', claimed - passed],
    ...[...results].toSorted(([first], [second]) => (first < second ? 1 : -1)),
  ] as [string, number][];
  return `\n${rows.map(([what, number]) => `${`${number}`.padStart(5)}  ${what}`).join('\n')}\n`;
}
