import type { Activation } from '../graph/graphBuilder.ts';
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
}

/** The mean of `of` squared, over axes that stay with size 1. */
export interface MeanSquare {
  readonly of: Activation;
  readonly axes: readonly number[];
}

/** `sqrt(mean(x^2) + eps)` or its inverse: a normalisation (layer norm, pixel norm) on its way. */
export interface RootPart extends MeanSquare {
  readonly kind: 'rootPart';
  readonly eps: number;
  readonly isInverse: boolean;
}

/** What an ONNX tensor name stands for while a graph is converted. */
export type Value = Activation | Constant | IndexLabel | GeluPart | RootPart;
