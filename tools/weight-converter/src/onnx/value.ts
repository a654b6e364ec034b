import type { Activation } from '../graph/graphBuilder.ts';
import type { Call } from './call.ts';
import type { Constant } from './constant.ts';

/** An integer input that selects from a table (an embedding): the graph reads it as a number, `[N, 1]`. */
export interface IndexLabel {
  readonly kind: 'index';
  readonly name: string;
  /** The shape ONNX gives it: N elements in all. */
  readonly shape: readonly number[];
  /** Number of rows of the tables it selects from, once known. */
  readonly label: { classes?: number };
  readonly activation: Activation;
}

/** `factor * (timesX ? x : 1) * (1 + Erf(x / sqrt(2)))`, or Erf alone: a gelu on its way. */
export interface GeluPart {
  readonly kind: 'geluPart';
  readonly x: Activation;
  readonly factor: number;
  readonly timesX: boolean;
  readonly plusOne: boolean;
  /** What it is as an activation, where the graph does not make a gelu of it. */
  readonly written: (call: Call) => Activation;
}

/** What an ONNX tensor name stands for while a graph is converted. */
export type Value = Activation | Constant | IndexLabel | GeluPart;
