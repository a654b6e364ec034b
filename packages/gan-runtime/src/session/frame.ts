import type { Tensor } from '@roentgan/kernels';
import { packActivation } from '@roentgan/kernels/core';
import { halfFloats } from '../modelFile/lazyCode.ts';
import type { Plan, PlannedTensor, Source } from '../plan/plan.ts';
import { bindGroupOf, type Pipelines } from './pipelines.ts';
import type { Readback } from './readback.ts';
import { sizesAt, uploadSizes } from './sizesBuffer.ts';
import { bufferUsage } from './usage.ts';

interface Dispatch {
  readonly pipeline: GPUComputePipeline;
  readonly bindGroup: GPUBindGroup;
  readonly workgroups: readonly [number, number, number];
}

/** The GPU objects of one batch size. Making them is the expensive part; running allocates nothing on the GPU. */
export class Frame {
  readonly plan: Plan;
  readonly #device: GPUDevice;
  readonly #arena: readonly GPUBuffer[];
  readonly #inputValues: Float32Array<ArrayBuffer>;
  readonly dispatches: readonly Dispatch[];
  /** There once outputs are read. */
  readback: Readback | undefined;

  /** Creates buffers and bind groups, and waits for the pipelines. Throws what the device reports. */
  static async create(
    device: GPUDevice,
    plan: Plan,
    pipelines: Pipelines,
    parameters: ReadonlyMap<string, GPUBuffer>,
    zero: GPUBuffer,
  ): Promise<Frame> {
    const compiled = await Promise.all(
      plan.steps.map(({ kernel, constants }) => pipelines.get(kernel, constants)),
    );
    device.pushErrorScope('out-of-memory');
    device.pushErrorScope('validation');
    const arena = plan.arena.map((size, index) =>
      device.createBuffer({
        label: `arena ${index}`,
        size: Math.max(256, size),
        usage: bufferUsage.storage | bufferUsage.copyDestination | bufferUsage.copySource,
      }),
    );
    const sizes = uploadSizes(device, 'sizes', plan.steps);
    arena.push(sizes); // counted and destroyed with the others
    const resourceOf = (source: Source): GPUBufferBinding => {
      if (source.kind === 'zero') return { buffer: zero };
      if (source.kind === 'parameter') return { buffer: parameters.get(source.id)! };
      const { buffer, offset, bytes } = plan.places.get(source.tensor)!;
      return { buffer: arena[buffer]!, offset, size: bytes };
    };
    const dispatches = plan.steps.map((step, index): Dispatch => {
      const made = compiled[index]!;
      const bindGroup = bindGroupOf(device, step.label, made, step.kernel, (name) =>
        name === 'sizes' ? sizesAt(sizes, index) : resourceOf(step.sources[name]!),
      );
      return { pipeline: made.pipeline, bindGroup, workgroups: step.workgroups };
    });
    const frame = new Frame(device, plan, arena, dispatches);
    // Both at once: a frame of another model on this device may push its own meanwhile.
    const [invalid, outOfMemory] = await Promise.all([device.popErrorScope(), device.popErrorScope()]);
    const error = invalid ?? outOfMemory;
    if (error) {
      frame.destroy();
      throw new RangeError(`batch of ${plan.batch} does not fit this device: ${error.message}`);
    }
    return frame;
  }

  private constructor(
    device: GPUDevice,
    plan: Plan,
    arena: readonly GPUBuffer[],
    dispatches: readonly Dispatch[],
  ) {
    this.#device = device;
    this.plan = plan;
    this.#arena = arena;
    this.dispatches = dispatches;
    const elementBytes = plan.elementType === 'f16' ? 2 : 4;
    this.#inputValues = new Float32Array(plan.arena[0]! / elementBytes);
  }

  get #buffers(): readonly GPUBuffer[] {
    return this.readback ? [...this.#arena, this.readback.staging] : this.#arena;
  }

  /** Bytes of this batch size's own buffers. */
  get bytes(): number {
    return this.#buffers.reduce((sum, { size }) => sum + size, 0);
  }

  /** Where an output lies, for drawing it. */
  binding({ tensor }: PlannedTensor): GPUBufferBinding {
    const { buffer, offset, bytes } = this.plan.places.get(tensor)!;
    return { buffer: this.#arena[buffer]!, offset, size: bytes };
  }

  /** One write that holds all inputs, in logical order by input name. */
  write(inputs: Readonly<Record<string, Tensor>>): void {
    const { plan } = this;
    const elementBytes = plan.elementType === 'f16' ? 2 : 4;
    for (const { name, tensor } of plan.inputs) {
      const { offset, bytes } = plan.places.get(tensor)!;
      packActivation(
        inputs[name]!,
        this.#inputValues.subarray(offset / elementBytes, (offset + bytes) / elementBytes),
      );
    }
    const values =
      plan.elementType === 'f16' ? halfFloats.get().floatToHalf(this.#inputValues) : this.#inputValues;
    this.#device.queue.writeBuffer(this.#arena[0]!, 0, values);
  }

  /** All dispatches in one pass. */
  encode(encoder: GPUCommandEncoder): void {
    const pass = encoder.beginComputePass();
    for (const { pipeline, bindGroup, workgroups } of this.dispatches) {
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, bindGroup);
      pass.dispatchWorkgroups(...workgroups);
    }
    pass.end();
  }

  destroy(): void {
    for (const buffer of this.#buffers) buffer.destroy();
  }
}
