import { ModelFileError } from '@roentgan/gan-runtime/model-file';
import { formatDims } from '../graph/shape.ts';
import type { OpenSideFile } from '../sideFiles.ts';
import type { WeightType } from './elementTypes.ts';
import { type DeclaredWeight, readManifest, type WeightGroup } from './manifest.ts';

/** One tensor of a TF.js model, in TensorFlow's layout; its values are decoded when they are asked for. */
export interface StoredWeight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: WeightType;
  read(): Float32Array | Float64Array;
}

/**
 * Weights of a TF.js model by name: the shards that `weightsManifest` names are opened and compared with the sizes it
 * declares before anything of those sizes is allocated. Texts and complex numbers are skipped. Throws ModelFileError.
 */
export async function decodeWeights(
  manifest: unknown,
  open: OpenSideFile | undefined,
  fileName: string,
): Promise<Map<string, StoredWeight>> {
  const weights = new Map<string, StoredWeight>();
  for (const group of readManifest(manifest, fileName)) {
    const bytes = joined(await openShards(group.paths, open, fileName));
    const where = `${fileName}: shard "${group.paths.join('", "')}"`;
    for (const weight of cut(group, bytes, where)) {
      if (weights.has(weight.name)) throw new ModelFileError(`${where} has weight "${weight.name}" twice`);
      weights.set(weight.name, weight);
    }
  }
  return weights;
}

function openShards(paths: readonly string[], open: OpenSideFile | undefined, fileName: string) {
  return Promise.all(
    paths.map(async (path) => {
      if (!open)
        throw new ModelFileError(
          `${fileName}: its weights are in "${path}", expected that file beside it; give the folder or its model.json`,
        );
      try {
        return await open(path);
      } catch (error) {
        const reason = error instanceof Error ? error.message : error;
        throw new ModelFileError(`${fileName}: shard "${path}" cannot be read: ${reason}`, { cause: error });
      }
    }),
  );
}

function joined(shards: readonly Uint8Array[]): Uint8Array {
  if (shards.length === 1) return shards[0]!;
  const bytes = new Uint8Array(shards.reduce((sum, shard) => sum + shard.length, 0));
  let at = 0;
  for (const shard of shards) {
    bytes.set(shard, at);
    at += shard.length;
  }
  return bytes;
}

function cut({ weights }: WeightGroup, bytes: Uint8Array, where: string): StoredWeight[] {
  let end = 0;
  const found: StoredWeight[] = [];
  for (const weight of weights) {
    const start = end;
    end += storedBytes(weight, bytes, start);
    if (!(end <= bytes.length)) {
      throw new ModelFileError(
        `${where} has ${bytes.length} bytes, but weight "${weight.name}" ${formatDims(weight.shape)} (${weight.dtype}) ends at ${end}`,
      );
    }
    const { name, shape, encoding, quantization } = weight;
    if (!encoding) continue;
    const stored = bytes.subarray(start, end);
    // Copied, because a weight need not start at a multiple of its element's size.
    const read = () => encoding.read(Uint8Array.from(stored), quantization);
    found.push({ name, shape, type: encoding.type, read });
  }
  if (end !== bytes.length)
    throw new ModelFileError(`${where} has ${bytes.length} bytes, expected ${end} for its weights`);
  return found;
}

function storedBytes({ count, dtype, encoding }: DeclaredWeight, bytes: Uint8Array, start: number): number {
  if (encoding) return count * encoding.bytes;
  if (dtype === 'complex64') return count * 8;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = start;
  // A text is its length in four bytes, then its bytes.
  for (let text = 0; text < count; text++) {
    if (end + 4 > bytes.length) return end + 4 - start;
    end += 4 + view.getUint32(end, true);
  }
  return end - start;
}
