import type { ElementType, Program } from '@roentgan/kernels';
import { bindGroupLayoutEntries, numberedBindings, overridesOf, shaderSource } from '@roentgan/kernels/core';

export interface Pipeline {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
}

/** What a kernel is given, by the names of its bindings. */
export function bindGroupOf(
  device: GPUDevice,
  label: string,
  { layout }: Pipeline,
  program: Program,
  resourceOf: (name: string) => GPUBufferBinding,
): GPUBindGroup {
  const entries = numberedBindings(program).map(({ binding, name }) => ({
    binding,
    resource: resourceOf(name),
  }));
  return device.createBindGroup({ label, layout, entries });
}

/** Compiles kernels in parallel, once for each code and overrides. */
export class Pipelines {
  readonly #device: GPUDevice;
  readonly #elementType: ElementType;
  readonly #layouts = new Map<string, GPUBindGroupLayout>();
  readonly #modules = new Map<string, GPUShaderModule>();
  readonly #pipelines = new Map<string, Promise<Pipeline>>();

  constructor(device: GPUDevice, elementType: ElementType) {
    this.#device = device;
    this.#elementType = elementType;
  }

  get count(): number {
    return this.#pipelines.size;
  }

  /** The pipeline of a kernel with these constants, its sizes apart; compiled at its first use. */
  get(program: Program, constants: Readonly<Record<string, number>>): Promise<Pipeline> {
    const overrides = overridesOf(program, constants);
    const key = `${program.name} ${JSON.stringify(overrides)}`;
    let compiled = this.#pipelines.get(key);
    if (!compiled) {
      compiled = this.#compile(program, overrides);
      this.#pipelines.set(key, compiled);
    }
    return compiled;
  }

  async #compile(program: Program, overrides: Record<string, number>): Promise<Pipeline> {
    const device = this.#device;
    let layout = this.#layouts.get(program.name);
    if (!layout) {
      const entries = bindGroupLayoutEntries(program);
      layout = device.createBindGroupLayout({ label: program.name, entries });
      this.#layouts.set(program.name, layout);
    }
    const code = shaderSource(program, this.#elementType);
    let module = this.#modules.get(code); // one file may be the code of many kernels
    if (!module) {
      module = device.createShaderModule({ label: program.name, code });
      this.#modules.set(code, module);
    }
    const pipeline = await device.createComputePipelineAsync({
      label: program.name,
      layout: device.createPipelineLayout({ label: program.name, bindGroupLayouts: [layout] }),
      compute: { module, constants: overrides },
    });
    return { pipeline, layout };
  }
}
