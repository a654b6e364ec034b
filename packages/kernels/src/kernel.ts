import type { Activation, Epilogue } from './epilogue/epilogue.ts';
import type { MatrixPacking } from './packMatrix/packMatrix.ts';
import type { Shape, Tensor } from './tensor.ts';

/** Storage type of activations and packed weights on the GPU; arithmetic is always f32. */
export type ElementType = 'f32' | 'f16';

export type Workgroups = readonly [x: number, y: number, z: number];

/** One buffer of a kernel; its place in `Kernel.bindings` is its `@binding` number. `uniform` is `sizes`, all others are storage. */
export interface Binding {
  readonly name: string;
  readonly access: 'read' | 'read_write' | 'uniform';
}

/** Everything that decides how one layer runs. `inputs` and `output` are logical shapes with the real batch. */
export interface Call<Attributes extends object = object> {
  readonly inputs: readonly Shape[];
  readonly weights: Readonly<Record<string, Shape>>;
  readonly output: Shape;
  readonly attributes: Attributes;
}

/**
 * One GPU program for one operation, as plain data. Its own bindings come first, `output` at 0; a kernel with
 * `epilogue: true` also has the shared bindings 6 (`channelParameters`) and 7 (`residual`), one with sizes 8 (`sizes`).
 */
export interface Kernel<Attributes extends object = object> {
  /** `conv2d`, or `conv2d.grouped` for a variant. */
  readonly name: string;
  /** The `.wgsl` file, without what `shaderSource` puts before it. */
  readonly code: string;
  /** WGSL that it shares with another kernel; comes right before it. */
  readonly prelude?: string;
  readonly bindings: readonly Binding[];
  readonly epilogue: boolean;
  /** What the epilogue's `activate` is, in place of activate.wgsl. */
  readonly activate?: string;
  /** What the epilogue's `finish` is, in place of finish.wgsl. */
  readonly finish?: string;
  /** An optional feature of WebGPU without which it does not compile. */
  readonly needs?: 'subgroups';
  /** What packs its weights, where it reads them in another form than `packMatrix` gives them. */
  readonly packer?: WeightPacker;
  /** False where this variant cannot run the call; absent means it always can. */
  supports?(call: Call<Attributes>): boolean;
  /**
   * Values of the file's `override` constants, and of the sizes that it reads from a uniform (`sizes.OUTPUT_WIDTH`), so that layers of
   * other sizes share its pipeline. Never depends on the batch, so that one pipeline serves all.
   */
  constants(call: Call<Attributes>): Record<string, number>;
  workgroups(call: Call<Attributes>): Workgroups;
}

/** The part of a kernel that a pipeline is made of. */
export type Program = Pick<
  Kernel,
  'name' | 'code' | 'prelude' | 'bindings' | 'epilogue' | 'activate' | 'finish' | 'needs'
>;

/** Brings a weight into the form that kernels read, once at load. */
export interface WeightPacker extends Program {
  /** The binding of those kernels that it fills. */
  readonly fills: string;
  /** Values of its sizes, for this weight. */
  constants(packing: MatrixPacking): Record<string, number>;
  /** Number of vec4 elements that the packed weight takes. */
  vectors(packing: MatrixPacking): number;
  workgroups(packing: MatrixPacking): Workgroups;
}

/** Two operations as one. */
export interface FoldedCall {
  readonly operation: Operation;
  readonly call: Call;
  /** By what each stored weight is spread: see `MatrixPacking`. */
  readonly upsample: readonly [height: number, width: number];
}

/** A layer of a plan, as operations behind it find it; tensors and weights are named as in the graph. */
export interface FusedLayer {
  readonly operation: Operation;
  /** The tensor it makes. */
  readonly output: string;
  epilogue: Epilogue;
  /** Activations that the epilogue reads, by binding. */
  added: Readonly<Record<string, string>>;
  noise?: Noise;
}

/** One channel that the epilogue spreads over all, each times a factor, in place of a node. */
export interface Noise {
  /** Output of that node. */
  readonly tensor: string;
  /** What `operand` is made of: `spread`, the factors, and those of a batch norm behind them, which are folded into these. */
  readonly weights: Record<string, string>;
  operand(eps: number | undefined): Operand;
  /** The layer's kernel with the bindings `noise`, the one channel, and that of `operand`. */
  addTo(kernel: Kernel): Kernel;
}

/** What an operation may ask about the graph around it. */
export interface GraphView {
  shapeOf(tensor: string): Shape;
  /** Whether a tensor is there before the layer runs. */
  isReady(tensor: string): boolean;
  /** Whether a weight is int8, which only convolutions and linear layers take. */
  isQuantised(weight: string): boolean;
  /** The node that makes a tensor which nothing but this operation reads. */
  makerOf(tensor: string): (NodeView & { readonly operation: Operation; readonly call: Call }) | undefined;
}

/** A node's tensors by name, weights by role. */
export interface NodeView {
  readonly inputs: readonly string[];
  readonly weights: Readonly<Record<string, string>>;
}

/**
 * One graph operation: what it means (shapes and attributes; values: see `referenceOf`) and the kernels that run it.
 * The first kernel that supports a call is its default.
 */
export interface Operation<Attributes extends object = object> {
  readonly name: string;
  /** How many activations it takes. */
  readonly inputs: { readonly min: number; readonly max: number };
  /** Names of the weight tensors it takes, and whether each must be there. */
  readonly weights: Readonly<Record<string, 'required' | 'optional'>>;
  readonly weightUse?: WeightUse;
  /** Nothing where this call binds activations, a packed weight and the epilogue's parameters only. */
  operand?(call: Call<Attributes>): Operand | undefined;
  /** Checks attributes of an untrusted graph and fills in defaults. `where` opens every error. */
  parseAttributes(raw: Readonly<Record<string, unknown>>, where: string): Attributes;
  /** Infers the output shape, throws `RangeError` where shapes do not fit. `where` opens every error. */
  outputShape(call: Omit<Call<Attributes>, 'output'>, where: string): Shape;
  /** Multiply-accumulates of one call; absent means none worth counting. */
  macs?(call: Call<Attributes>): number;
  /**
   * The activation this operation is, where it is one (relu, tanh, ...), so that planners can fuse it. Its own
   * kernel does nothing but run the epilogue, which must then be given this activation.
   */
  activation?(attributes: Attributes): Activation;
  /** This operation and the `conv2d` that alone reads it as one operation; nothing where that does not pay. */
  foldIntoConvolution?(call: Call<Attributes>, convolution: Call): FoldedCall | undefined;
  /** The weight that holds a factor a channel, where each output channel is the only input channel times that. */
  spreadBy?(call: Call<Attributes>): string | undefined;
  /** Puts itself into the epilogue of the layer that makes one of the node's inputs; false where it cannot. */
  fuse?(layer: FusedLayer, node: NodeView, call: Call<Attributes>, graph: GraphView): boolean;
  /** The node as several that its kernels can run, where it has more inputs than they take. */
  chain?<Node extends NodeView & { readonly output: string }>(node: Node): Node[];
  /** What the epilogue of the layer before may do in place of this operation, which has a kernel of its own. */
  readonly fusedActivation?: Activation;
  readonly kernels: readonly Kernel<Attributes>[];
}

/** How weights are bound: `weight` packed by the kernel's `packer`, or else `packMatrix`, in the binding that it fills, `bias` in the epilogue; or `slope` in the epilogue (prelu). */
export type WeightUse = 'matrix' | 'slope';

/** What else an operation binds besides activations: made of its weights, or of its attributes. */
export interface Operand {
  readonly binding: string;
  /** Size in vec4. */
  readonly vectors: number;
  /** True where it is stored in the plan's element type, false where always in f32. */
  readonly elements: boolean;
  values(weights: Readonly<Record<string, Tensor>>): Float32Array<ArrayBuffer>;
}
