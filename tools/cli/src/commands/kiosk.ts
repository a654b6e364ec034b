import { resolve } from 'node:path';
import { parseArguments } from '../arguments.ts';
import { UsageError } from '../errors.ts';
import { formatBytes } from '../formatBytes.ts';
import { checkKioskModel } from '../kiosk/checkKioskModel.ts';
import { kioskFiles } from '../kiosk/kioskFiles.ts';
import { kioskPage } from '../kiosk/kioskPage.ts';
import { kioskSettings } from '../kiosk/kioskSettings.ts';
import { findTarget, writeFolder } from '../kiosk/writeFolder.ts';
import { readModelSource } from '../modelSource.ts';

/** `roentgan kiosk`: a folder with everything that a display needs to show one model (docs/kiosk.md). */
export async function kiosk(args: readonly string[]): Promise<number> {
  const parsed = parseArguments(
    args,
    {
      out: { type: 'string', short: 'o' },
      config: { type: 'string' },
      force: { type: 'boolean' },
      json: { type: 'boolean' },
    },
    { names: ['MODEL'], required: 0 },
  );
  const out = parsed.text('out');
  if (!out) throw new UsageError('-o DIR is missing');
  const target = await findTarget(out, parsed.flag('force'));
  const source = await readModelSource(parsed.positionals[0]);
  const page = await kioskPage();
  const model = await checkKioskModel(source);
  const settings = await kioskSettings(parsed.text('config'), target.settings, model);
  const { files, version } = kioskFiles(page, source.bytes, settings);
  await writeFolder(target, files);
  const bytes = [...files.values()].reduce((sum, { byteLength }) => sum + byteLength, 0);
  if (parsed.flag('json')) {
    const result = { folder: resolve(out), version, files: files.size, bytes, model: source.path };
    process.stdout.write(`${JSON.stringify(result)}\n`);
  } else {
    const kept = settings.from === 'kept' ? ', with the kiosk.json that was there' : '';
    process.stdout.write(
      `${out}: ${files.size} files, ${formatBytes(bytes)}${kept}; sh ${out}/kiosk.sh shows it, README.txt says more\n`,
    );
  }
  return 0;
}
