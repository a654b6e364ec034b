import { ModelFileError } from '@roentgan/gan-runtime/model-file';
import { isObject } from './config.ts';
import type { KerasCall, TensorRef } from './kerasModel.ts';

const DEEPEST = 8;

/** The calls of a layer, in the words of Keras 1 and 2 (lists) or 3 (`args` with Keras tensors). */
export function readCalls(inbound: unknown, where: string): KerasCall[] {
  if (!Array.isArray(inbound)) throw new ModelFileError(`${where} has no inbound_nodes`);
  return inbound.map((node: unknown) => {
    const settings = isObject(node) ? node.kwargs : settingsOf(node);
    const named = isObject(settings) ? settings : {};
    const reads = isObject(node) ? tensorsIn(node.args, where) : readRefs(node, where);
    // Functions take further tensors by name.
    const further = isObject(node)
      ? []
      : Object.values(named).flatMap((value) => (isRef(value) ? [toRef(value)] : []));
    if (reads.length === 0) throw new ModelFileError(`${where} is called without a tensor`);
    return { reads: [...reads, ...further], settings: named };
  });
}

/** Keras 2 writes them behind each tensor. */
function settingsOf(node: unknown): unknown {
  const first: unknown = isRef(node) ? node : Array.isArray(node) ? node[0] : undefined;
  return Array.isArray(first) ? first[3] : undefined;
}

/** `[["name", 0, 0], ...]`, or one such tensor alone, or several by name. */
export function readRefs(refs: unknown, where: string): TensorRef[] {
  if (isRef(refs)) return [toRef(refs)];
  const list = isObject(refs) ? Object.values(refs) : refs;
  if (!Array.isArray(list)) throw new ModelFileError(`${where}: expected a list of tensors`);
  return list.map((ref: unknown) => {
    if (isRef(ref)) return toRef(ref);
    throw new ModelFileError(`${where}: ${JSON.stringify(ref)?.slice(0, 80)} is no tensor of a layer`);
  });
}

/** Keras 3 writes a call as it was made: tensors alone or in lists, among other arguments. */
function tensorsIn(value: unknown, where: string, depth = 0): TensorRef[] {
  if (depth > DEEPEST)
    throw new ModelFileError(`${where}: its arguments are lists more than ${DEEPEST} deep`);
  if (Array.isArray(value)) return value.flatMap((entry) => tensorsIn(entry, where, depth + 1));
  if (!isObject(value) || value.class_name !== '__keras_tensor__' || !isObject(value.config)) return [];
  return readRefs(value.config.keras_history, where);
}

type RawRef = readonly [string, number?, number?, ...unknown[]];

function isRef(ref: unknown): ref is RawRef {
  return (
    Array.isArray(ref) &&
    typeof ref[0] === 'string' &&
    ref.slice(1, 3).every((index) => Number.isSafeInteger(index) && index >= 0)
  );
}

function toRef([layer, node = 0, tensor = 0]: RawRef): TensorRef {
  return { layer, node, tensor };
}
