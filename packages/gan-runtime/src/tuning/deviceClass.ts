import { isSoftwareName } from '@roentgan/kernels/core';

export const deviceClasses = ['software', 'nvidia', 'amd', 'intel', 'apple', 'arm', 'unknown'] as const;

/** Devices that a shipped tuning table is for. */
export type DeviceClass = (typeof deviceClasses)[number];

/** How adapters name their makers: `GPUAdapterInfo.vendor`, a PCI vendor number in some implementations, or a product. */
const makers: readonly (readonly [DeviceClass, RegExp])[] = [
  ['nvidia', /\b(nvidia|geforce|0x10de|4318)\b/i],
  ['amd', /\b(amd|radeon|0x1002|4098)\b/i],
  ['intel', /\b(intel|0x8086|32902)\b/i],
  ['apple', /\b(apple|0x106b|4203)\b/i],
  ['arm', /\b(arm|mali|immortalis|0x13b5|5045)\b/i],
];

/** The class of an adapter by what `describeAdapter` says of it. */
export function deviceClassOf(adapter: string): DeviceClass {
  if (isSoftwareName(adapter)) return 'software';
  return makers.find(([, names]) => names.test(adapter))?.[0] ?? 'unknown';
}
