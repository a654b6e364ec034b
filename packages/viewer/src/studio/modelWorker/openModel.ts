import {
  type Model,
  ModelFileError,
  parseJson,
  readModel,
  writeModel,
} from '@roentgan/gan-runtime/model-file';
import { type ConvertOptions, convert, detectFormat } from '@roentgan/weight-converter';
import { chooseMain } from './chooseMain.ts';
import type { OpenedModel, OpenOptions } from './messages.ts';
import { summarise } from './summarise.ts';

/** What the page is told of a model, and the model itself. */
export interface Opened {
  readonly told: OpenedModel;
  readonly model: Model;
}

/** The first bytes say what a file is; a model.json names its topology early, but not always that early. */
const MOST_JSON = 64 * 2 ** 20;

/** Reads a model from the files that a person gave, and converts it where it is another framework's. */
export async function openFiles(files: readonly File[], options: OpenOptions): Promise<Opened> {
  const known = await Promise.all(
    files.map(async (file) => ({ name: file.name, file, isTfjs: await isTfjs(file) })),
  );
  const { main, sides, architecture } = chooseMain(known);
  const bytes = new Uint8Array(await main.file.arrayBuffer());
  if (isModelFile(bytes, main.name)) return open(readModel(bytes, main.name), bytes, main.name);
  const archJson = architecture && parseJson(await architecture.file.text(), architecture.name);
  const wanted: ConvertOptions = {
    ...options,
    ...(archJson !== undefined && { arch: undefined, archJson }),
    name: nameOf(main.file),
    async openSideFile(path) {
      const side = sides.find(({ file }) => file.name === path.split('/').at(-1));
      if (!side) throw new Error(`${path} is missing, expected it among the files given together`);
      return new Uint8Array(await side.file.arrayBuffer());
    },
  };
  const { model, detected, notes } = await convert(bytes, main.name, wanted);
  const conversion = { format: detectFormat(bytes, main.name), ...(detected && { detected }), notes };
  return open(model, undefined, main.name, conversion);
}

/** Reads a model file from where the studio has it. */
export async function openUrl(url: string): Promise<Opened> {
  const fileName = url.startsWith('blob:') ? 'model' : new URL(url).pathname.split('/').at(-1) || 'model';
  const response = await fetch(url);
  if (response.status !== 200)
    throw new ModelFileError(`${fileName}: the server answered ${response.status}, expected 200`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  return open(readModel(bytes, fileName), bytes, fileName);
}

/** A file of ours stays as it is; one that names no model is written with its file's name, which the studio shows. */
function open(
  model: Model,
  bytes: Uint8Array<ArrayBuffer> | undefined,
  fileName: string,
  conversion?: OpenedModel['conversion'],
): Opened {
  const named = model.graph.name
    ? model
    : { ...model, graph: { ...model.graph, name: fileName.replace(/\.\w+$/, '').slice(0, 200) || 'model' } };
  const file = named === model && bytes ? bytes : writeModel(named);
  const told = {
    fileName,
    summary: summarise(named, file.length),
    file: new Blob([file], { type: 'application/octet-stream' }),
    ...(conversion && { conversion }),
  };
  return { told, model: named };
}

async function isTfjs(file: File): Promise<boolean> {
  if (!file.name.toLowerCase().endsWith('.json') || file.size > MOST_JSON) return false;
  try {
    return detectFormat(new Uint8Array(await file.arrayBuffer()), file.name).startsWith('tfjs');
  } catch {
    return false; // JSON of another kind
  }
}

/** Whether Roentgan wrote it: its safetensors header has a graph. */
function isModelFile(bytes: Uint8Array, fileName: string): boolean {
  if (bytes.length < 10 || bytes[8] !== 0x7b) return false;
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length + 8n > BigInt(bytes.length)) return fileName.endsWith('.safetensors');
  const header = new TextDecoder().decode(bytes.subarray(8, 8 + Number(length)));
  return /"roentgan"\s*:/.test(header);
}

/** Every TensorFlow.js model is called model.json: its folder names it, where one was given. */
function nameOf({ name, webkitRelativePath }: File): string | undefined {
  return name === 'model.json' ? webkitRelativePath.split('/').at(-2) : undefined;
}
