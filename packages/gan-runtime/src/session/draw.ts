import type { ElementType } from '@roentgan/kernels';
import type { GraphOutput } from '../modelFile/model.ts';
import code from './draw.wgsl?raw';
import type { Frame } from './frame.ts';
import { fragmentStage } from './usage.ts';

export type Canvas = HTMLCanvasElement | OffscreenCanvas;

/** Draws the first image of a frame to canvases. Pipelines and bind groups are made at the first draw only. */
export class Painter {
  readonly #device: GPUDevice;
  readonly #elementType: ElementType;
  readonly #contexts = new WeakMap<Canvas, GPUCanvasContext>();
  readonly #pipelines = new Map<string, { pipeline: GPURenderPipeline; layout: GPUBindGroupLayout }>();
  readonly #bindGroups = new WeakMap<Frame, GPUBindGroup>();

  constructor(device: GPUDevice, elementType: ElementType) {
    this.#device = device;
    this.#elementType = elementType;
  }

  /** Adds the draw to the frame's submit; the canvas takes the image's size. */
  encode(
    encoder: GPUCommandEncoder,
    frame: Frame,
    output: GraphOutput,
    canvas: Canvas,
    format: GPUTextureFormat,
  ): void {
    const planned = frame.plan.outputs.find(({ name }) => name === output.name)!;
    const [, channels, height, width] = planned.shape as [number, number, number, number];
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    const context = this.#contextOf(canvas, format);
    const { pipeline, layout } = this.#pipelineOf(output, channels, width, format);
    let bindGroup = this.#bindGroups.get(frame);
    if (!bindGroup) {
      const entries = [{ binding: 0, resource: frame.binding(planned) }];
      bindGroup = this.#device.createBindGroup({ label: 'draw', layout, entries });
      this.#bindGroups.set(frame, bindGroup);
    }
    const pass = encoder.beginRenderPass({
      label: 'draw',
      colorAttachments: [
        { view: context.getCurrentTexture().createView(), loadOp: 'clear', storeOp: 'store' },
      ],
    });
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, bindGroup);
    pass.draw(3);
    pass.end();
  }

  #contextOf(canvas: Canvas, format: GPUTextureFormat): GPUCanvasContext {
    let context = this.#contexts.get(canvas);
    if (!context) {
      const found = canvas.getContext('webgpu') as GPUCanvasContext | null;
      if (!found) {
        throw new TypeError(
          'render: the canvas has another kind of context already, expected one that was not drawn to before',
        );
      }
      found.configure({ device: this.#device, format, alphaMode: 'opaque' });
      this.#contexts.set(canvas, found);
      context = found;
    }
    return context;
  }

  #pipelineOf(output: GraphOutput, channels: number, width: number, format: GPUTextureFormat) {
    const key = `${output.name} ${format}`;
    let made = this.#pipelines.get(key);
    if (!made) {
      const device = this.#device;
      const type = this.#elementType;
      const prelude = `${type === 'f16' ? 'enable f16;\n' : ''}alias Element4 = vec4<${type}>;\n`;
      const module = device.createShaderModule({ label: 'draw', code: prelude + code });
      const layout = device.createBindGroupLayout({
        label: 'draw',
        entries: [{ binding: 0, visibility: fragmentStage, buffer: { type: 'read-only-storage' } }],
      });
      const [black, white] = output.range;
      const pipeline = device.createRenderPipeline({
        label: 'draw',
        layout: device.createPipelineLayout({ label: 'draw', bindGroupLayouts: [layout] }),
        vertex: { module },
        fragment: {
          module,
          targets: [{ format }],
          constants: {
            WIDTH: width,
            CHANNELS: channels,
            GROUPS: Math.ceil(channels / 4),
            BLACK: black,
            WHITE: white,
          },
        },
        primitive: { topology: 'triangle-list' },
      });
      made = { pipeline, layout };
      this.#pipelines.set(key, made);
    }
    return made;
  }
}
