const counted = /^(create|submit|writeBuffer|begin)/;

/** Wraps a device so that every creation, pass, write and submit is counted. */
export function countCalls(device: GPUDevice): { device: GPUDevice; counts: Map<string, number> } {
  const counts = new Map<string, number>();
  const wrap = <Target extends object>(target: Target): Target =>
    new Proxy(target, {
      get(inner, key) {
        const value = Reflect.get(inner, key) as unknown;
        if (key === 'queue') return wrap(value as object);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) => {
          const name = String(key);
          if (counted.test(name)) counts.set(name, (counts.get(name) ?? 0) + 1);
          const result = (value as (...inputs: unknown[]) => unknown).apply(inner, args);
          return name === 'createCommandEncoder' ? wrap(result as object) : result;
        };
      },
    });
  return { device: wrap(device), counts };
}
