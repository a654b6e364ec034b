import { describe, expect, it } from 'vitest';
import { WgslReflect } from 'wgsl_reflect';
import { callOf } from '../test/callOf.ts';
import { tables } from '../test/tables.ts';
import {
  addNoise,
  type ElementType,
  epilogueConstants,
  type Kernel,
  kernelsOf,
  type MatrixPacking,
  numberedBindings,
  operations,
  overridesOf,
  packMatrix,
  plainEpilogue,
  shaderSource,
  sizeNames,
  sizeValues,
} from './index.ts';

const elementTypes: readonly ElementType[] = ['f32', 'f16'];
const all = [...new Set(Object.values(operations).flatMap(kernelsOf))];
/** They pack what no call says. */
const packers = [...new Set([packMatrix, ...all.map(({ packer = packMatrix }) => packer)])];
const noisy = [operations.conv2d!, operations.convTranspose2d!].flatMap(kernelsOf).map(addNoise);
const kernels = [...all, ...noisy, ...packers.map((packer) => packer as unknown as Kernel)];

/** `override` declarations by name: type, and whether each has a default. `wgsl_reflect` keeps no defaults. */
function declaredOverrides(
  source: string,
): Map<string, { readonly type: string; readonly hasDefault: boolean }> {
  const declarations = source.matchAll(/^override (\w+): (\w+)( = [^;]+)?;/gm);
  return new Map(
    [...declarations].map(([, name, type, fallback]) => [
      name!,
      { type: type!, hasDefault: fallback !== undefined },
    ]),
  );
}

/** True for what WebGPU takes as the value of an override. */
function holds(type: string | undefined, value: number): boolean {
  if (type === 'u32') return value === value >>> 0;
  if (type === 'i32') return value === (value | 0);
  return type === 'f32' && Number.isFinite(Math.fround(value));
}

/** The struct of sizes is what `sizeValues` fills, within the 256 bytes that a session gives each dispatch, and all of it is read. */
function checkSizes(kernel: Kernel, shader: WgslReflect): void {
  const names = sizeNames(kernel);
  const struct = shader.structs.find(({ name }) => name === 'Sizes');
  expect(struct?.members.map(({ name }) => name) ?? []).toEqual(names);
  expect(struct?.members.map(({ offset }) => offset) ?? []).toEqual(names.map((_, at) => at * 4));
  expect(names.length).toBeLessThanOrEqual(64);
  const read = [...shaderSource(kernel, 'f32').matchAll(/\bsizes\.(\w+)/g)].map(([, name]) => name);
  expect(new Set(read)).toEqual(new Set(names));
}

/** Each override and size of the shader is given, unless it has a default, and nothing is given that it lacks. */
function checkConstants(kernel: Kernel, constants: Record<string, number>): void {
  expect(Object.keys(constants)).toEqual(expect.arrayContaining([...sizeNames(kernel)]));
  expect([...sizeValues(kernel, constants)], kernel.name).toEqual(
    sizeNames(kernel).map((name) => constants[name]),
  );
  const overrides = declaredOverrides(shaderSource(kernel, 'f32'));
  for (const [name, value] of Object.entries(overridesOf(kernel, constants))) {
    const type = overrides.get(name)?.type;
    expect(holds(type, value), `${kernel.name}: ${name} is ${value}, its override ${type}`).toBe(true);
  }
  for (const [name, { hasDefault }] of overrides) {
    expect(hasDefault || name in constants, `${kernel.name}: override ${name} is not given`).toBe(true);
  }
}

describe.each(elementTypes)('shaders in %s', (elementType) => {
  it.each(kernels.map((kernel) => [kernel.name, kernel] as const))('%s', (_, kernel) => {
    const source = shaderSource(kernel, elementType);
    const shader = new WgslReflect(source);
    const [main, ...others] = [...shader.entry.compute, ...shader.entry.vertex, ...shader.entry.fragment];
    expect(others).toEqual([]);
    expect(main).toMatchObject({ name: 'main', stage: 'compute' });
    expect(main!.attributes?.map(({ name }) => name)).toEqual(['compute', 'workgroup_size']);
    expect(source).toContain('@compute @workgroup_size(WORKGROUP_SIZE)\nfn main(');
    expect(source).toMatch(/^const WORKGROUP_SIZE = 64u;$/m);

    const found = shader.storage
      .map(({ name, access, group, binding }) => ({ name, access, group, binding }))
      .sort((one, other) => one.binding - other.binding);
    const [uniforms, storage] = [true, false].map((isUniform) =>
      numberedBindings(kernel).filter(({ access }) => (access === 'uniform') === isUniform),
    );
    expect(found).toEqual(storage!.map((binding) => ({ ...binding, group: 0 })));
    expect(found.length).toBeLessThanOrEqual(8);
    expect(found[0]).toMatchObject({ name: 'output', access: 'read_write' });
    expect(found.filter(({ access }) => access === 'read_write')).toHaveLength(1);
    expect(shader.uniforms.map(({ name, group, binding }) => ({ name, group, binding }))).toEqual(
      uniforms!.map(({ name, binding }) => ({ name, group: 0, binding })),
    );
    expect([shader.textures, shader.samplers].flat()).toEqual([]);
    checkSizes(kernel, shader);
    expect(shader.overrides.map(({ name }) => name)).toEqual([...declaredOverrides(source).keys()]);
    const enabled = [...(elementType === 'f16' ? ['f16'] : []), ...(kernel.needs ? [kernel.needs] : [])];
    expect(source.match(/^enable .*$/gm) ?? []).toEqual(enabled.map((feature) => `enable ${feature};`));
    expect(source.replaceAll(/^(enable .*)?\n/gm, '').startsWith('alias')).toBe(true);
    expect(kernel.code).not.toMatch(/^\s*(enable|requires)\b|^\s*#/m);
    expect(kernel.code).toMatch(/^\/\/ /);
  });
});

describe('tables', () => {
  it('cover every operation', () => {
    expect(new Set(tables.map(({ operation }) => operation))).toEqual(new Set(Object.keys(operations)));
  });

  it('run every kernel', () => {
    const run = tables.flatMap((table) =>
      table.cases.flatMap((row) => {
        const { operation, call } = callOf(table, row);
        return kernelsOf(operation).filter((kernel) => kernel.supports?.(call) ?? true);
      }),
    );
    expect(new Set(run)).toEqual(new Set(all));
  });

  it.each(tables.map((table) => [table.operation, table] as const))(
    '%s: rows are named apart',
    (_, table) => {
      const names = table.cases.map(({ name, attributes }) => name + JSON.stringify(attributes ?? {}));
      expect(new Set(names).size).toBe(names.length);
    },
  );
});

describe('constants', () => {
  it.each(tables.map((table) => [table.operation, table] as const))('%s', (_, table) => {
    for (const row of table.cases) {
      const { operation, call } = callOf(table, row);
      const epilogue = { ...plainEpilogue, ...row.epilogue };
      for (const kernel of kernelsOf(operation).filter((entry) => entry.supports?.(call) ?? true)) {
        const own = kernel.constants(call);
        const shared = kernel.epilogue ? epilogueConstants(epilogue, call.output[1] ?? 1) : {};
        expect(Object.keys(own).filter((name) => name in shared)).toEqual([]);
        checkConstants(kernel, { ...own, ...shared });
        const workgroups = kernel.workgroups(call);
        expect(workgroups.every((count) => Number.isInteger(count) && count >= 1 && count <= 65535)).toBe(
          true,
        );

        const widened = ([batch, ...sizes]: readonly number[]) => [batch! * 5, ...sizes];
        const larger = { ...call, inputs: call.inputs.map(widened), output: widened(call.output) };
        expect(kernel.constants(larger), `${kernel.name} "${row.name}" in a batch`).toEqual(own);
      }
    }
  });

  it.each(packers.map((packer) => [packer.name, packer] as const))(
    '%s: one pipeline for all weights, told of each by its sizes',
    (_, packer) => {
      const packing: MatrixPacking = { shape: [6, 3, 4, 4], dtype: 'F16', transposed: true, groups: 3 };
      checkConstants(packer as unknown as Kernel, packer.constants(packing));
      expect(overridesOf(packer, packer.constants(packing))).toEqual({});
    },
  );

  it('bind what their packer fills', () => {
    for (const kernel of kernelsOf(operations.conv2d!)) {
      expect(kernel.bindings.map(({ name }) => name)).toContain((kernel.packer ?? packMatrix).fills);
    }
  });
});

describe('names', () => {
  it.each(Object.entries(operations))('%s', (name, operation) => {
    expect(operation.name).toBe(name);
    expect(operation.kernels.length).toBeGreaterThan(0);
    for (const kernel of kernelsOf(operation)) {
      const family = operation.activation ? 'activation' : name;
      expect(kernel.name).toMatch(new RegExp(`^${family}(\\.[a-zA-Z]+)?$`));
    }
  });

  it('are not those of Object.prototype', () => {
    for (const name of ['constructor', 'toString', '__proto__']) expect(operations[name]).toBeUndefined();
  });
});
