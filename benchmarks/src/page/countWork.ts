import type { Counters } from '../results.ts';

type Realm = typeof globalThis;
type Method = (this: unknown, ...parameters: unknown[]) => unknown;

const counted: Readonly<Record<keyof Counters, Readonly<Record<string, readonly string[]>>>> = {
  dispatches: {
    GPUComputePassEncoder: ['dispatchWorkgroups', 'dispatchWorkgroupsIndirect'],
    WebGL2RenderingContext: ['drawArrays', 'drawElements'],
  },
  bindGroups: { GPUDevice: ['createBindGroup'] },
  buffers: { GPUDevice: ['createBuffer'], WebGL2RenderingContext: ['createBuffer', 'createTexture'] },
  pipelines: {
    GPUDevice: ['createComputePipeline', 'createComputePipelineAsync'],
    WebGL2RenderingContext: ['linkProgram'],
  },
  bufferWrites: {
    GPUQueue: ['writeBuffer', 'writeTexture'],
    WebGL2RenderingContext: ['bufferData', 'bufferSubData', 'texImage2D', 'texSubImage2D'],
  },
  passes: { GPUCommandEncoder: ['beginComputePass', 'beginRenderPass'] },
  submits: { GPUQueue: ['submit'] },
};

/** Runs `work` while counting what it asks of the GPU, by wrapping the methods of one frame's GPU classes. */
export async function countWork(
  realm: Realm,
  work: () => Promise<unknown>,
): Promise<{ counters: Counters; queues: ReadonlySet<GPUQueue> }> {
  const totals = Object.fromEntries(Object.keys(counted).map((name) => [name, 0])) as Record<
    keyof Counters,
    number
  >;
  const queues = new Set<GPUQueue>();
  const restore: (() => void)[] = [];
  for (const [counter, classes] of Object.entries(counted)) {
    for (const [className, methods] of Object.entries(classes)) {
      const prototype = (
        realm as unknown as Record<string, { prototype: Record<string, Method> } | undefined>
      )[className]?.prototype;
      if (prototype === undefined) continue;
      for (const name of methods) {
        const original = prototype[name]!;
        prototype[name] = function (this: unknown, ...parameters) {
          totals[counter as keyof Counters]++;
          if (className === 'GPUQueue') queues.add(this as GPUQueue);
          return original.apply(this, parameters);
        };
        restore.push(() => {
          prototype[name] = original;
        });
      }
    }
  }
  try {
    await work();
  } finally {
    for (const undo of restore) undo();
  }
  return { counters: totals, queues };
}
