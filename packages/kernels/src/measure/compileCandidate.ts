import { bufferTypes } from '../shaderSource.ts';
import type { Candidate } from './candidate.ts';
import { finishing } from './measuringDevice.ts';

/** One message of the shader compiler; lines and columns count from 1, in the complete WGSL. */
export interface ShaderMessage {
  readonly type: 'error' | 'warning' | 'info';
  readonly line: number;
  readonly column: number;
  /** Characters that it is about; 0 where not told. */
  readonly length: number;
  readonly text: string;
}

/** WGSL that does not compile, or a pipeline that the device refuses (then with one message without a line). */
export class ShaderError extends Error {
  override readonly name = 'ShaderError';
  readonly messages: readonly ShaderMessage[];
  constructor(what: string, messages: readonly ShaderMessage[]) {
    super(`${what}: ${messages[0]?.text ?? 'does not compile'}`);
    this.messages = messages;
  }
}

export interface CompiledCandidate {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
  /** From WGSL to pipeline, in milliseconds; later calls may find it in a driver's cache. */
  readonly milliseconds: number;
  readonly warnings: readonly ShaderMessage[];
}

const compute = 4; // GPUShaderStage.COMPUTE, spelt out because Node has no such global

/** @throws ShaderError */
export async function compileCandidate(
  device: GPUDevice,
  { name, source, bindings, constants }: Candidate,
  seconds: number,
): Promise<CompiledCandidate> {
  const start = performance.now();
  const within = <T>(work: Promise<T>) => finishing(device, work, seconds, `${name}, compiling`);
  device.pushErrorScope('validation');
  const module = device.createShaderModule({ code: source, label: name });
  const refused = device.popErrorScope();
  const { messages: said } = await within(module.getCompilationInfo());
  const messages = said.map(({ type, lineNum, linePos, length, message }) => ({
    type,
    line: lineNum,
    column: linePos,
    length,
    text: message.trim(),
  }));
  const errors = messages.filter(({ type }) => type === 'error');
  const invalid = await within(refused);
  if (errors.length > 0) throw new ShaderError(name, errors);
  if (invalid) throw refusal(name, invalid.message);

  const layout = device.createBindGroupLayout({
    label: name,
    entries: bindings.map(({ binding, access }) => ({
      binding,
      visibility: compute,
      buffer: { type: bufferTypes[access] },
    })),
  });
  try {
    const pipeline = await within(
      device.createComputePipelineAsync({
        label: name,
        layout: device.createPipelineLayout({ label: name, bindGroupLayouts: [layout] }),
        compute: { module, entryPoint: 'main', constants: { ...constants } },
      }),
    );
    return {
      pipeline,
      layout,
      milliseconds: performance.now() - start,
      warnings: messages.filter(({ type }) => type === 'warning'),
    };
  } catch (error) {
    if ((error as Error).name !== 'GPUPipelineError') throw error;
    throw refusal(name, (error as Error).message);
  }
}

/** Dawn ends its messages with where in its own code they arose, which helps nobody here. */
function refusal(name: string, message: string): ShaderError {
  const text = message
    .split(/\n\s*- While /)[0]!
    .trim()
    .replaceAll(/\s*\n\s*/g, ' ');
  return new ShaderError(name, [{ type: 'error', line: 0, column: 0, length: 0, text }]);
}
