import { finishing, type MeasuringDevice } from './measuringDevice.ts';

/** How times are taken: by the GPU's own clock around a compute pass, or from the submit to its end. */
export type TimingMethod = 'timestamps' | 'submitAndWait';

/** Records one dispatch, or what else is timed, into a pass. */
export type Recorded = (pass: GPUComputePassEncoder) => void;

const copyAndMap = 0x1 | 0x8; // GPUBufferUsage.MAP_READ | COPY_DST
const resolveAndCopy = 0x200 | 0x4; // GPUBufferUsage.QUERY_RESOLVE | COPY_SRC

/** Times passes on one device. */
export class PassTimer {
  readonly method: TimingMethod;
  /**
   * Milliseconds that a sample lasts at least. Browsers round timestamps to 100 us, so 5 ms is within 2 %; a submit and
   * the wait for it cost a fraction of a millisecond, so 20 ms is of the same order.
   */
  readonly leastSample: number;
  readonly #device: GPUDevice;
  readonly #seconds: number;
  readonly #queries:
    | { readonly set: GPUQuerySet; readonly resolved: GPUBuffer; readonly read: GPUBuffer }
    | undefined;

  /** @param seconds after which a sample is given up */
  constructor({ device, timestamps }: Pick<MeasuringDevice, 'device' | 'timestamps'>, seconds: number) {
    this.#device = device;
    this.#seconds = seconds;
    this.method = timestamps ? 'timestamps' : 'submitAndWait';
    this.leastSample = timestamps ? 5 : 20;
    this.#queries = timestamps
      ? {
          set: device.createQuerySet({ type: 'timestamp', count: 2 }),
          resolved: device.createBuffer({ size: 16, usage: resolveAndCopy }),
          read: device.createBuffer({ size: 16, usage: copyAndMap }),
        }
      : undefined;
  }

  /** Milliseconds of one of `count` repetitions in one pass. */
  async sample(recorded: Recorded, count: number, what: string): Promise<number> {
    const encoder = this.#device.createCommandEncoder();
    const queries = this.#queries;
    const pass = encoder.beginComputePass(
      queries && {
        timestampWrites: { querySet: queries.set, beginningOfPassWriteIndex: 0, endOfPassWriteIndex: 1 },
      },
    );
    for (let repetition = 0; repetition < count; repetition++) recorded(pass);
    pass.end();
    if (queries) {
      encoder.resolveQuerySet(queries.set, 0, 2, queries.resolved, 0);
      encoder.copyBufferToBuffer(queries.resolved, 0, queries.read, 0, 16);
    }
    const commands = encoder.finish();
    const start = performance.now();
    this.#device.queue.submit([commands]);
    const wait = <T>(work: Promise<T>) => finishing(this.#device, work, this.#seconds, what);
    if (!queries) {
      await wait(this.#device.queue.onSubmittedWorkDone());
      return (performance.now() - start) / count;
    }
    await wait(queries.read.mapAsync(0x1));
    const [begin, end] = new BigUint64Array(queries.read.getMappedRange());
    const nanoseconds = Number(end! - begin!);
    queries.read.unmap();
    // The specification lets a GPU's clock be set back meanwhile, or not advance; the wait is at least no shorter than the truth.
    if (nanoseconds <= 0) return (performance.now() - start) / count;
    return nanoseconds / 1e6 / count;
  }

  /**
   * Warms up and returns how many repetitions make a sample long enough.
   * @throws Error where the device's clock does not advance
   */
  async calibrate(recorded: Recorded, what: string): Promise<number> {
    let count = 1;
    await this.sample(recorded, 1, what); // pays for what happens once, such as a driver's last compilation
    for (;;) {
      const each = await this.sample(recorded, count, what);
      if (each * count >= this.leastSample) return count;
      if (count >= 2 ** 16)
        throw new Error(`${what}: ${count} dispatches take ${each * count} ms by ${this.method}`);
      // At most eightfold, since a short sample may be far off.
      const wanted = each > 0 ? (1.1 * this.leastSample) / each : Number.POSITIVE_INFINITY;
      count = Math.min(2 ** 16, Math.max(count * 2, Math.min(count * 8, Math.ceil(wanted))));
    }
  }

  destroy(): void {
    this.#queries?.set.destroy();
    this.#queries?.resolved.destroy();
    this.#queries?.read.destroy();
  }
}
