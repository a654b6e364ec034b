import { ModelFileError } from '../errors.ts';
import { asArray, asInteger, asName, asOneOf, asRecord, type JsonObject } from './fields.ts';
import { limits } from './limits.ts';
import { bytesPerElement, type TensorInfo } from './tensorTable.ts';

/** The header's tensors in file order: without gaps, overlaps or misalignment, as safetensors demands. */
export function parseTensorTable(header: JsonObject): ReadonlyMap<string, TensorInfo> {
  const names = Object.keys(header).filter((name) => name !== '__metadata__');
  const entries = names.map(
    (name) => [asName(name, 'a tensor name'), parseInfo(header[name], name)] as const,
  );
  entries.sort(([, first], [, second]) => first.begin - second.begin || first.end - second.end);
  let end = 0;
  for (const [name, info] of entries) {
    if (info.begin !== end) {
      const problem = info.begin < end ? 'overlaps the tensor before it' : 'leaves a gap before it';
      throw new ModelFileError(`tensor "${name}" begins at ${info.begin}, expected ${end}: it ${problem}`);
    }
    end = info.end;
  }
  return new Map(entries);
}

function parseInfo(value: unknown, name: string): TensorInfo {
  const where = `tensor "${name}"`;
  const record = asRecord(value, where, ['dtype', 'shape', 'data_offsets']);
  const dtype = asOneOf(record.dtype, `${where}: dtype`, ['F32', 'F16', 'I8']);
  const shape = asArray(record.shape, `${where}: shape`, limits.rank).map((size) =>
    asInteger(size, `${where}: a size of its shape`, 1),
  );
  const offsets = asArray(record.data_offsets, `${where}: data_offsets`, 2);
  const begin = asInteger(offsets[0], `${where}: begin of data_offsets`, 0);
  const end = asInteger(offsets[1], `${where}: end of data_offsets`, 0);
  const byteLength = shape.reduce((product, size) => product * size, bytesPerElement[dtype]);
  if (!Number.isSafeInteger(byteLength)) {
    throw new ModelFileError(`${where}: shape [${shape}] has more elements than can be counted`);
  }
  if (end - begin !== byteLength) {
    throw new ModelFileError(
      `${where}: has ${end - begin} bytes, expected ${byteLength} for ${dtype} [${shape}]`,
    );
  }
  if (begin % bytesPerElement[dtype] !== 0) {
    throw new ModelFileError(
      `${where}: begins at ${begin}, expected a multiple of ${bytesPerElement[dtype]} for ${dtype}`,
    );
  }
  return { dtype, shape, begin, end };
}
