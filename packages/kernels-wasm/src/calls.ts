import { layouts } from '../generated/layouts.ts';

/** A kernel that the module exports. */
export type WasmKernel = keyof typeof layouts;

/** Addresses, sizes and constants of one call, by the names of its class in assembly/. */
export type CallFields = Readonly<Record<string, number>>;

/** Bytes that the fields of a call take in memory. */
export function callBytes(kernel: WasmKernel): number {
  return layouts[kernel].length * 4;
}

/**
 * The fields of a call as they lie in memory; fields that the kernel does not have are left out.
 * @throws RangeError where one is missing
 */
export function encodeCall(kernel: WasmKernel, fields: CallFields): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(callBytes(kernel)));
  layouts[kernel].forEach((field, at) => {
    const [name, type] = field.split(':') as [string, string?];
    const value = fields[name];
    if (value === undefined) throw new RangeError(`${kernel}: field ${name} is absent, expected a number`);
    if (type === 'f32') view.setFloat32(at * 4, value, true);
    else view.setUint32(at * 4, value, true); // wraps, so that negative i32 keep their bits
  });
  return new Uint8Array(view.buffer);
}
