/** Values by input name, in the graph's layout and shape. */
export type Inputs = Readonly<
  Record<string, { readonly data: Float32Array; readonly shape: readonly number[] }>
>;

/** One way to turn a latent into pixels; lives in a frame of its own, alone with its JavaScript. */
export interface Contender {
  /** Order of the values that `run` returns. */
  readonly layout: 'channelsFirst' | 'channelsLast';
  /** What it runs on, asked after `load`. */
  describe(): string;
  /**
   * @param modelUrl the model's address without an extension
   * @param batch how many images a run will make, for those that must know beforehand; 1 where absent
   */
  load(modelUrl: string, batch?: number): Promise<void>;
  /** Loaded for one batch size only. */
  readonly fixedBatch?: boolean;
  /** One run, from inputs to values in memory: an image, or as many as the inputs are for. */
  run(inputs: Inputs): Promise<Float32Array>;
  /** Other ways to an image, timed beside it. */
  readonly extras?: readonly Extra[];
  /** Frees what it holds. */
  dispose?(): void;
  layers?(): Promise<readonly { label: string; kernel: string; milliseconds?: number | undefined }[]>;
}

export interface Extra {
  readonly what: string;
  /** True where the image is not read back, so that the clock must wait for the GPU's queue. */
  readonly staysOnGpu: boolean;
  run(seed: number): Promise<unknown>;
}

declare global {
  interface Window {
    /** What the benchmark's page finds in a contender's frame. */
    offeredContender?: Contender;
  }
}

/** Called once by each contender's script. */
export function offer(contender: Contender): void {
  window.offeredContender = contender;
}
