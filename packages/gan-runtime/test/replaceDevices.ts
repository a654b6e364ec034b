import { testGpu } from '../../kernels/test/device.ts';

/** An object with some methods replaced; the others are called on the object itself, as native ones demand. */
export function replaceMethods<Target extends object>(
  target: Target,
  methods: { readonly [Name in keyof Target]?: unknown },
): Target {
  return new Proxy(target, {
    get(inner, key) {
      if (Object.hasOwn(methods, key)) return methods[key as keyof Target];
      const value = Reflect.get(inner, key) as unknown;
      return typeof value === 'function' ? value.bind(inner) : value;
    },
  });
}

/** Dawn, with every device that it gives put through `replace`. */
export function replaceDevices(replace: (device: GPUDevice) => GPUDevice): GPU {
  return replaceMethods(testGpu(), {
    async requestAdapter() {
      const adapter = (await testGpu().requestAdapter())!;
      return replaceMethods(adapter, {
        requestDevice: async (descriptor: GPUDeviceDescriptor) =>
          replace(await adapter.requestDevice(descriptor)),
      });
    },
  });
}

/** The same adapters, which say that they are hardware. */
export function asHardware(gpu: GPU): GPU {
  return replaceMethods(gpu, {
    async requestAdapter() {
      const adapter = (await gpu.requestAdapter())!;
      return replaceMethods(adapter, {
        info: { vendor: 'test', description: 'GPU', isFallbackAdapter: false },
      });
    },
  });
}
