import { openSigning, type Signing, type SigningFiles } from '@roentgan/datasets';
import type { ParsedArguments } from './arguments.ts';
import { UsageError } from './errors.ts';
import { readInputFile } from './modelSource.ts';

/** Options that say what files are signed with, for `parseArguments`. */
export const signingOptions = {
  cert: { type: 'string' },
  key: { type: 'string' },
  'no-sign': { type: 'boolean' },
} as const;

/** What files are signed with, opened here, and as text for worker threads; no text stands for the test certificate. */
export interface AskedSigning {
  readonly signing: Signing;
  readonly files?: SigningFiles;
}

/** The user's certificate, the test certificate where none is given, or nothing with `--no-sign`. */
export async function readSigning(parsed: ParsedArguments): Promise<AskedSigning | undefined> {
  const [cert, key] = [parsed.text('cert'), parsed.text('key')];
  if ((cert === undefined) !== (key === undefined)) {
    throw new UsageError(
      `--${cert === undefined ? 'key' : 'cert'} goes with --${cert === undefined ? 'cert' : 'key'} FILE, which is missing`,
    );
  }
  if (parsed.flag('no-sign')) {
    if (cert !== undefined) throw new UsageError('--no-sign and --cert are given, expected one of them');
    return undefined;
  }
  if (cert === undefined) return { signing: await openSigning() };
  const files = {
    certificate: (await readInputFile(cert)).toString('utf8'),
    key: (await readInputFile(key!)).toString('utf8'),
  };
  try {
    return { signing: await openSigning(files), files };
  } catch (error) {
    throw new Error(`--cert ${cert} --key ${key}: ${(error as Error).message}`, { cause: error });
  }
}
