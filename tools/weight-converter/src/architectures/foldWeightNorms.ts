import { ModelFileError } from '@roentgan/gan-runtime/model-file';
import type { StateDict, StateTensor } from '../pytorch/stateDict.ts';
import type { SourceTensor } from './architecture.ts';
import { divideBySigma } from './spectralNorm.ts';

/** A parameter that PyTorch stores in parts: what follows the module's name, by part. */
interface StoredForm {
  readonly weight: string;
  readonly parts: readonly string[];
  fold(weight: SourceTensor, ...parts: readonly SourceTensor[]): Float32Array;
}

const forms: readonly StoredForm[] = [
  { weight: 'weight_orig', parts: ['weight_u', 'weight_v'], fold: divideBySigma },
  {
    weight: 'parametrizations.weight.original',
    parts: ['parametrizations.weight.0._u', 'parametrizations.weight.0._v'],
    fold: divideBySigma,
  },
  { weight: 'weight_v', parts: ['weight_g'], fold: scaleToNorm },
  {
    weight: 'parametrizations.weight.original1',
    parts: ['parametrizations.weight.original0'],
    fold: scaleToNorm,
  },
];

/**
 * Parameters under torch's spectral norm and weight norm become the `weight` that the layer computes with. Their parts
 * are left out; other tensors stay as they are.
 */
export function foldWeightNorms(tensors: StateDict, fileName: string): StateDict {
  const folded = new Map<string, { name: string; tensor: StateTensor }>();
  const left = new Set<string>();
  for (const [name, tensor] of tensors) {
    for (const { weight, parts, fold } of forms) {
      if (name !== weight && !name.endsWith(`.${weight}`)) continue;
      const prefix = name.slice(0, -weight.length);
      const names = parts.map((part) => prefix + part);
      if (!names.every((part) => tensors.has(part))) continue;
      const read = (part: string): SourceTensor => {
        const source = tensors.get(part)!;
        return { shape: source.shape, data: source.toFloat32(`${fileName}: "${part}"`) };
      };
      const made: StateTensor = {
        shape: tensor.shape,
        toFloat32: () => fold(read(name), ...names.map(read)),
      };
      folded.set(name, { name: `${prefix}weight`, tensor: made });
      for (const part of names) left.add(part);
    }
  }
  const entries = [...tensors].flatMap(([name, tensor]): [string, StateTensor][] => {
    const made = folded.get(name);
    if (made) return [[made.name, made.tensor]];
    return left.has(name) ? [] : [[name, tensor]];
  });
  return folded.size === 0 ? tensors : new Map(entries);
}

/** `g * v / |v|`, the norm over the axes that `g` has not (Salimans and Kingma, Weight Normalization, 2016). */
function scaleToNorm(v: SourceTensor, g: SourceTensor): Float32Array {
  const axis = g.shape.findIndex((size) => size > 1);
  const groups = axis < 0 ? 1 : g.shape[axis]!;
  if (axis >= 0 && (v.shape[axis] !== groups || g.data.length !== groups)) {
    throw new ModelFileError(`weight norm: g is [${g.shape}], expected one axis of v [${v.shape}]`);
  }
  const inner =
    axis < 0 ? v.data.length : v.shape.slice(axis + 1).reduce((product, size) => product * size, 1);
  const groupOf = (at: number) => Math.floor(at / inner) % groups;
  const squares = new Float64Array(groups);
  v.data.forEach((value, at) => {
    squares[groupOf(at)]! += value * value;
  });
  return v.data.map((value, at) => (value * g.data[groupOf(at)]!) / Math.sqrt(squares[groupOf(at)]!));
}
