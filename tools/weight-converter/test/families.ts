import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { writeModel } from '@roentgan/gan-runtime/model-file';
import { type Conversion, type ConvertOptions, convert } from '../src/convert.ts';
import type { Golden } from './golden.ts';
import { goldenOf } from './goldenOf.ts';

export interface FamilyFile {
  /** File name without its ending: family, variant. */
  readonly name: string;
  readonly source: URL;
  readonly npz: URL;
  /** What the source does not say: `<name>.convert.json` beside it. */
  readonly options: ConvertOptions;
}

const endings = ['onnx', 'pt', 'pth', 'ckpt', 'pkl', 'safetensors', 'h5', 'keras', 'json'];
const folders = ['families/', 'models/'].map((folder) => new URL(folder, import.meta.url));

/** PyTorch writes half-pixel bilinear as Upsample at opset 9, which reads other pixels (it warns): ONNX decides. */
const notWhatTheFrameworkGave = ['oddments-9'];

/** Every golden file of test/families and test/models: an `.npz` of inputs and outputs beside a source of the same name. */
export function familyFiles(): FamilyFile[] {
  return folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.npz'))
      .map((file) => file.replace('.npz', ''))
      .filter((name) => !notWhatTheFrameworkGave.includes(name))
      .flatMap((name) => {
        const candidates = [...endings.map((ending) => `${name}.${ending}`), `${name}/model.json`];
        const source = candidates
          .map((path) => new URL(path, folder))
          .find((candidate) => existsSync(candidate));
        if (!source) {
          // Several checkpoints of test/models share one .npz; readPyTorch.test.ts compares those.
          if (folder === folders[1]) return [];
          throw new Error(`${name}.npz has no source beside it, expected ${candidates.join(' or ')}`);
        }
        const optionsFile = new URL(`${name}.convert.json`, folder);
        const options = existsSync(optionsFile) ? JSON.parse(readFileSync(optionsFile, 'utf8')) : {};
        return [{ name, source, npz: new URL(`${name}.npz`, folder), options }];
      }),
  );
}

/** Converts as the command does, to the bytes of a model file. */
export async function convertFamily(
  { source, options }: FamilyFile,
  dtype: 'f32' | 'f16',
): Promise<Conversion & { bytes: Uint8Array<ArrayBuffer> }> {
  const fileName = source.pathname.split('/').at(-1)!;
  const conversion = await convert(readFileSync(source), fileName, {
    openSideFile: (path) => readFileSync(new URL(path, source)),
    directions: 0,
    ...options,
    dtype,
  });
  return { ...conversion, bytes: writeModel(conversion.model) };
}

export function readGolden({ npz }: FamilyFile): Golden {
  return goldenOf(readFileSync(npz));
}
