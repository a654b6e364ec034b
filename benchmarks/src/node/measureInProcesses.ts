import { type MeasuredModel, measureContenders } from '../measureContenders.ts';
import type { PreparedModel } from '../preparedModel.ts';
import type { Settings } from '../results.ts';
import { ContenderProcess } from './contenderProcess.ts';
import { withModelFiles } from './modelFolder.ts';

/** One model with contenders in processes of their own, which find its files in a folder. */
export function measureInProcesses(
  prepared: PreparedModel,
  settings: Settings,
  adapter: string | undefined,
  say: (line: string) => void,
): Promise<MeasuredModel> {
  const { name, parameters, layers, page } = prepared;
  return withModelFiles(prepared, (url) => {
    const source = { url, inputs: page.inputs, channels: page.channels };
    const open = (contender: (typeof settings.contenders)[number]) =>
      new ContenderProcess(contender, adapter);
    return measureContenders({ name, parameters, layers, source }, settings, open, say);
  });
}
