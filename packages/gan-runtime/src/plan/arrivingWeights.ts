import type { Tensor } from '@roentgan/kernels';
import { channelParameters, channelScaleShift, packedChannels } from '@roentgan/kernels/core';
import { floatValues } from '../modelFile/floatValues.ts';
import type { WeightTensor } from '../modelFile/model.ts';
import type { FoldedNorm, MatrixParameter, Parameter } from './parameters.ts';

/**
 * Weights of a file as they arrive, in any order: tells which parameters are complete, and what they hold. Large weights
 * are not kept here; the small vectors are.
 */
export class ArrivingWeights {
  readonly #matrixWeights: ReadonlySet<string>;
  readonly #arrived = new Set<string>();
  readonly #vectors = new Map<string, Tensor>();
  #pending: Parameter[];

  constructor(parameters: readonly Parameter[]) {
    this.#pending = [...parameters];
    this.#matrixWeights = new Set(parameters.flatMap((p) => (p.kind === 'matrix' ? [p.weight] : [])));
  }

  /** Whether a tensor is a large weight, which the caller must keep until its parameter is complete. */
  isMatrix(name: string): boolean {
    return this.#matrixWeights.has(name);
  }

  /** Whether a parameter still waits for a tensor. */
  isNeeded(name: string): boolean {
    return this.#pending.some((parameter) => parameter.needs.includes(name));
  }

  /** Takes one tensor of the file and returns the parameters that it completes. */
  add(name: string, tensor: WeightTensor): Parameter[] {
    this.#arrived.add(name);
    const isOperand = ({ kind, needs }: Parameter) => kind === 'operand' && needs.includes(name);
    if (!this.isMatrix(name) || this.#pending.some(isOperand)) {
      this.#vectors.set(name, { shape: tensor.shape, data: floatValues(tensor) });
    }
    const isReady = ({ needs }: Parameter) => needs.every((need) => this.#arrived.has(need));
    const ready = this.#pending.filter(isReady);
    this.#pending = this.#pending.filter((parameter) => !isReady(parameter));
    return ready;
  }

  /** Parameters that are still to be made after the last tensor: those that need none, where none arrived. */
  takeRest(): Parameter[] {
    const rest = this.#pending.filter(({ needs }) => needs.length === 0);
    this.#pending = this.#pending.filter(({ needs }) => needs.length > 0);
    return rest;
  }

  /** What a parameter that is no matrix holds, in f32. */
  values(parameter: Exclude<Parameter, MatrixParameter>): Float32Array<ArrayBuffer> {
    if (parameter.kind === 'operand') return parameter.values(this.#named(parameter.weights));
    const slope = parameter.slopeTensor && this.#vectors.get(parameter.slopeTensor)!.data;
    const bias = parameter.biasTensor && this.#vectors.get(parameter.biasTensor)!.data;
    const folded = parameter.norm && this.#fold(parameter.norm);
    const shift = folded?.shift.map(
      (value, channel) => value + (bias ? bias[channel]! * folded.scale[channel]! : 0),
    );
    return channelParameters(parameter.channels, shift ?? (bias || undefined), slope || undefined);
  }

  /** What each output channel of a matrix is multiplied by: an int8 weight's scale, and that of a folded norm. */
  matrixScale({ packing, norm, quantisation }: MatrixParameter): Float32Array<ArrayBuffer> {
    const folded = norm && this.#fold(norm);
    const steps = quantisation && this.#vectors.get(quantisation)!.data;
    return Float32Array.from({ length: packedChannels(packing) }, (_, channel) => {
      const step = steps ? steps[channel % steps.length]! : 1;
      return step * (folded?.scale[channel] ?? 1);
    });
  }

  #named(weights: Readonly<Record<string, string>>): Record<string, Tensor> {
    return Object.fromEntries(
      Object.entries(weights).map(([role, name]) => [role, this.#vectors.get(name)!]),
    );
  }

  #fold({ weights, eps, channels }: FoldedNorm) {
    return channelScaleShift(channels, this.#named(weights), { eps });
  }
}
