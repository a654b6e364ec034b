import type { OwnKernel } from './ownKernel.ts';
import type { Reflection } from './reflect.ts';

/** Limits of a device that a kernel of one's own may pass. */
export type WorkgroupLimits = Pick<
  GPUSupportedLimits,
  | 'maxComputeWorkgroupStorageSize'
  | 'maxComputeInvocationsPerWorkgroup'
  | 'maxComputeWorkgroupSizeX'
  | 'maxComputeWorkgroupSizeY'
  | 'maxComputeWorkgroupSizeZ'
>;

/** What every WebGPU device has. */
const everywhere = { memory: 16384, invocations: 256 };

/** Bytes of workgroup memory. */
export function workgroupBytes({ workgroupMemory }: Reflection): number {
  return workgroupMemory.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** What keeps a file from standing in for a kernel, one sentence each; none where it fits. */
export function findProblems(
  { candidate, given, sizes }: OwnKernel,
  reflection: Reflection,
  limits: WorkgroupLimits,
): string[] {
  const problems: string[] = [];
  const { entries, bindings, overrides, workgroupSize } = reflection;
  if (entries.length !== 1 || entries[0] !== 'main') {
    problems.push(`entry points are ${entries.join(', ') || 'none'}, expected main alone`);
  }
  for (const { group, binding, name, access } of bindings) {
    const wanted = candidate.bindings.find((entry) => entry.binding === binding);
    const where = `@group(${group}) @binding(${binding})`;
    if (group !== 0 || !wanted) {
      const names = candidate.bindings.map((entry) => `${entry.binding} ${entry.name}`).join(', ');
      problems.push(`${where} ${name}: is not bound, expected of group 0: ${names}`);
    } else if (name !== wanted.name) {
      problems.push(`${where} is called ${name}, expected ${wanted.name}`);
    } else if (access !== wanted.access) {
      const expected = wanted.access === 'uniform' ? 'var<uniform>' : `var<storage, ${wanted.access}>`;
      problems.push(`${where} ${name} is ${access || 'no buffer'}, expected ${expected}`);
    }
  }
  if (!bindings.some(({ group, binding }) => group === 0 && binding === 0)) {
    problems.push('@group(0) @binding(0) is not there, expected var<storage, read_write> output');
  }
  for (const { name, from } of overrides) {
    if (from === 'nowhere') {
      problems.push(
        `override ${name} is given by nobody and has no default, expected one of ${Object.keys(given).join(', ')}`,
      );
    }
  }
  for (const name of sizes) {
    // In lower case it belongs to a variable of the file's own.
    if (name in given || !/^[A-Z]/.test(name)) continue;
    problems.push(`sizes.${name} is given by nobody, expected one of ${Object.keys(given).join(', ')}`);
  }
  const [x, y, z] = workgroupSize;
  const bounds = [
    limits.maxComputeWorkgroupSizeX,
    limits.maxComputeWorkgroupSizeY,
    limits.maxComputeWorkgroupSizeZ,
  ];
  if (workgroupSize.some((size, axis) => !(size >= 1 && size <= bounds[axis]!))) {
    problems.push(`a workgroup is ${x} x ${y} x ${z}, expected at most ${bounds.join(' x ')} here`);
  } else if (x * y * z > limits.maxComputeInvocationsPerWorkgroup) {
    problems.push(
      `a workgroup has ${x * y * z} invocations, expected at most ${limits.maxComputeInvocationsPerWorkgroup} here`,
    );
  }
  const bytes = workgroupBytes(reflection);
  if (bytes > limits.maxComputeWorkgroupStorageSize) {
    problems.push(
      `workgroup memory is ${bytes} bytes, expected at most ${limits.maxComputeWorkgroupStorageSize} here`,
    );
  }
  return problems;
}

/** What a kernel needs beyond what every device has, one sentence each. */
export function findDemands(reflection: Reflection): string[] {
  const [x, y, z] = reflection.workgroupSize;
  const bytes = workgroupBytes(reflection);
  return [
    ...(bytes > everywhere.memory
      ? [`needs ${bytes} bytes of workgroup memory; only ${everywhere.memory} are there on every device`]
      : []),
    ...(x * y * z > everywhere.invocations
      ? [
          `needs ${x * y * z} invocations a workgroup; only ${everywhere.invocations} are there on every device`,
        ]
      : []),
  ];
}
