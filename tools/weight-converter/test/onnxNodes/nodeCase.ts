import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { type Constant, readTensor } from '../../src/onnx/constant.ts';
import { decodeOnnx, decodeTensor } from '../../src/onnx/decodeOnnx.ts';
import type { OnnxModel, OnnxValueInfo } from '../../src/onnx/onnxModel.ts';

/** ONNX's own node cases, as Debian's `libonnx-testdata` installs them; ONNX_NODE_CASES names another folder. */
export const nodeCasesFolder = process.env.ONNX_NODE_CASES ?? '/usr/share/libonnx-testdata/data/node';

/** One value of a case: what the model declares, and the bytes and values of the file beside it. */
export interface CaseValue {
  readonly info: OnnxValueInfo;
  readonly bytes: Uint8Array;
  /** Absent where the value is no tensor of numbers. */
  readonly value?: Constant;
}

export interface NodeCase {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly model: OnnxModel;
  readonly inputs: readonly CaseValue[];
  readonly outputs: readonly CaseValue[];
}

/** All cases, in the order of their names; none where the package is absent. */
export function nodeCases(): NodeCase[] {
  if (!existsSync(nodeCasesFolder)) return [];
  return readdirSync(nodeCasesFolder).toSorted().map(readCase);
}

function readCase(folder: string): NodeCase {
  const path = `${nodeCasesFolder}/${folder}`;
  const bytes = readFileSync(`${path}/model.onnx`);
  const model = decodeOnnx(bytes);
  const values = (role: 'input' | 'output', infos: readonly OnnxValueInfo[]) =>
    infos.map((info, at) => readValue(`${path}/test_data_set_0/${role}_${at}.pb`, info));
  return {
    name: folder.replace(/^test_/, ''),
    bytes,
    model,
    inputs: values('input', model.graph.inputs),
    outputs: values('output', model.graph.outputs),
  };
}

function readValue(path: string, info: OnnxValueInfo): CaseValue {
  const bytes = existsSync(path) ? readFileSync(path) : new Uint8Array();
  try {
    return { info, bytes, value: readTensor(decodeTensor(bytes), info.name, path) };
  } catch {
    // Sequences, optional values and texts are no tensors that the reader knows.
    return { info, bytes };
  }
}
