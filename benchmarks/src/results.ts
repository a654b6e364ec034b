import type { ContenderName } from './contenders.ts';
import type { GpuBytes } from './gpuMemory.ts';
import type { Interval, Ratio, Summary } from './statistics.ts';

/** What a benchmark writes as JSON. Times are milliseconds. */
export interface Results {
  readonly format: 4;
  /** Where the contenders ran; 3, the format before, knew Chromium only. */
  readonly runtime: Runtime;
  readonly date: string;
  /** The command line that repeats the run. */
  readonly command: string;
  readonly settings: Settings;
  readonly machine: Machine;
  readonly versions: Versions;
  readonly adapter: AdapterDescription;
  /** Empty where no contender on the CPU backend ran. */
  readonly ceilings: readonly Ceiling[];
  readonly models: readonly ModelResult[];
  /** What could not be measured; the rest goes on without it. */
  readonly failures: readonly Failure[];
}

/** `page` is the report page, on its visitor's device. */
export type Runtime = 'chromium' | 'firefox' | 'node' | 'deno' | 'page';

export interface Failure {
  /** Its name, or `every model`. */
  readonly model: string;
  /** All of them where absent. */
  readonly contender?: ContenderName;
  readonly message: string;
}

export interface Settings {
  readonly runs: number;
  readonly warmup: number;
  /** Milliseconds between two images. */
  readonly pause: number;
  readonly cold: number;
  readonly tolerance: number;
  /** Images a run, of which throughput is measured; none where empty. */
  readonly batches: readonly number[];
  readonly contenders: readonly ContenderName[];
  /** What every ratio is relative to. */
  readonly baseline: ContenderName;
}

export interface Machine {
  /** Operating system and architecture. */
  readonly system: string;
  readonly processor: string;
  readonly cores: number;
  /** Mean number of running processes over the last minute, before and after: near 0 means nothing else ran. A page cannot know. */
  readonly loadBefore?: number;
  readonly loadAfter?: number;
}

/** Of what took part; the rest is absent. */
export interface Versions {
  readonly chromium?: string;
  readonly firefox?: string;
  readonly deno?: string;
  /** npm `webgpu`, where Dawn runs in Node. */
  readonly dawn?: string;
  readonly tfjs?: string;
  /** ONNX Runtime Web. */
  readonly ort?: string;
  /** jax-js. */
  readonly jax?: string;
  /** Commit, with `+changes` where the working tree differs from it; `unknown` outside a clone. */
  readonly roentgan: string;
  readonly node?: string;
  /** What the visitor's browser says it is. */
  readonly browser?: string;
}

export interface AdapterDescription {
  /** The WebGPU adapter's description, vendor and architecture in one line. */
  readonly webgpu: string;
  /** WebGL's UNMASKED_RENDERER. */
  readonly webgl: string;
  readonly webgpuIsSoftware: boolean;
  readonly webglIsSoftware: boolean;
  readonly features: readonly string[];
  readonly limits: Readonly<Record<string, number>>;
}

/** What the CPU backend's kernels are built for. */
export type Instructions = 'simd' | 'relaxed';

/** The best rate of one loop of multiply-adds, on one thread. */
export interface CeilingSample {
  readonly instructions: Instructions;
  readonly loop: string;
  /** f32 multiply-accumulates a nanosecond: 10^9 a second. */
  readonly gmacs: number;
}

/** The most multiply-adds that one thread of WebAssembly reached in this browser: what kernels are held against. */
export interface Ceiling {
  readonly instructions: Instructions;
  /** The better of `before` and `after`. */
  readonly gmacs: number;
  /** The best loops at the beginning and at the end of the run. */
  readonly before: CeilingSample;
  readonly after: CeilingSample;
}

export interface ModelResult {
  readonly name: string;
  readonly parameters: number;
  readonly agreement: Agreement;
  /** What ratios are relative to, where the settings' did not run. Absent in files of format 3. */
  readonly baseline?: ContenderName;
  readonly contenders: readonly ContenderResult[];
}

/** How far the contenders' outputs lie apart, over all inputs tried. */
export interface Agreement {
  readonly inputs: number;
  readonly pairs: readonly { readonly between: readonly [string, string]; readonly difference: number }[];
  /** Standard deviation of the outputs: agreement on a constant image would prove nothing. */
  readonly deviation: number;
}

/** Work handed to the GPU in one image; for WebGL a dispatch is a draw call and a buffer is a buffer or texture. */
export interface Counters {
  readonly dispatches: number;
  readonly bindGroups: number;
  readonly buffers: number;
  readonly pipelines: number;
  readonly bufferWrites: number;
  readonly passes: number;
  readonly submits: number;
}

export interface ContenderResult {
  readonly name: ContenderName;
  /** What it said it runs on, such as `webgpu` or `wasm (threads: 2, SIMD)`. */
  readonly backend: string;
  /** One image with readback, one sample a round. */
  readonly image: Timing;
  /** The same, drawn to a canvas without readback or turned into RGBA pixels, where the contender offers it. */
  readonly extras: readonly (Timing & { readonly what: string })[];
  /** From nothing to the first pixels, each in a browser context of its own. */
  readonly firstImage: readonly number[];
  readonly counters: Counters;
  /** In browsers. */
  readonly download?: Download;
  /** Bytes of buffers and textures, after loading and one image, and at most until then. */
  readonly gpuBytes?: GpuBytes;
  /** Median milliseconds until the last submit of an image had returned: the processor's part before the GPU has it all. */
  readonly encode?: number;
  /** For each batch size. */
  readonly throughput?: readonly Throughput[];
  /** Empty where it does not time its layers. */
  readonly layers: readonly LayerResult[];
  /** Of contenders on the CPU backend. */
  readonly ceilingUse?: CeilingUse;
}

export interface Throughput {
  readonly batch: number;
  /** Milliseconds of each run, which makes `batch` images. */
  readonly samples: readonly number[];
  /** Images a second in the median run, and its 95 % interval. */
  readonly imagesPerSecond: number;
  readonly interval: Interval;
}

export interface Timing {
  readonly samples: readonly number[];
  readonly summary: Summary;
  /** Time over that of the baseline in the same round. */
  readonly ratio: Ratio;
}

/** Code fetched until the first image, weights left out; gzip at level 9. */
export interface Download {
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly gzip: number }[];
  readonly gzip: number;
}

/** Time of a layer; absent where the device has no timestamps. */
export interface LayerTime {
  readonly label: string;
  readonly kernel: string;
  /** Median of the profiled images. */
  readonly milliseconds?: number;
  /** In the fastest of these images. */
  readonly fastest?: number;
}

/** What a layer computes for one image. */
export interface LayerWork {
  readonly label: string;
  readonly output: readonly number[];
  /** Multiply-accumulates as planned, without those on padding; 0 where there are none to speak of. */
  readonly macs: number;
}

export interface LayerResult extends LayerTime, LayerWork {
  /** Of layers with multiply-accumulates that take long enough for the clock, on the CPU backend. */
  readonly rate?: Rate;
}

export interface Rate {
  /** In the median time. */
  readonly gmacs: number;
  /** Of the ceiling, from 0 to 1. */
  readonly share: number;
  /** The same in the fastest image. */
  readonly fastestShare: number;
}

/** How much of the ceiling a contender on the CPU backend uses. */
export interface CeilingUse {
  readonly instructions: Instructions;
  readonly threads: number;
  /** Of all its threads together, in 10^9 multiply-accumulates a second. */
  readonly ceiling: number;
  /** Of one image. */
  readonly macs: number;
  /** The whole image, from the latent in memory to the values in memory. */
  readonly image: Rate;
  /** The layer of the lowest share among those whose output is 16x16 or larger. */
  readonly lowest?: { readonly label: string; readonly share: number; readonly fastestShare: number };
}
