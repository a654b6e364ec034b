import type { Json } from './config.ts';

/** Output `tensor` of the call number `node` of a layer. */
export interface TensorRef {
  readonly layer: string;
  readonly node: number;
  readonly tensor: number;
}

export interface KerasCall {
  readonly reads: readonly TensorRef[];
  /** Arguments by name, for functions that are used as layers. */
  readonly settings: Json;
}

export interface KerasLayer {
  readonly name: string;
  /** Without the package it was registered in. */
  readonly className: string;
  readonly config: Json;
  readonly calls: readonly KerasCall[];
  /** The folder of its weights in a .keras file. */
  readonly folder: string;
  /** Its layers, where it is a model itself. */
  readonly model?: KerasModel;
}

/** A model of any kind: a Sequential one is a chain. */
export interface KerasModel {
  readonly name: string;
  readonly layers: ReadonlyMap<string, KerasLayer>;
  readonly inputs: readonly TensorRef[];
  readonly outputs: readonly TensorRef[];
}

/** Names of the models around a layer and its own, and the folders that .keras files keep them in. */
export interface LayerPlace {
  readonly names: readonly string[];
  readonly folders: readonly string[];
}
