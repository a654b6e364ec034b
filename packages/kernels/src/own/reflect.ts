import { WgslParser, WgslReflect } from 'wgsl_reflect';
import { evaluateList } from './expression.ts';
import { type OwnKernel, stripComments } from './ownKernel.ts';

export interface ReflectedBinding {
  readonly group: number;
  readonly binding: number;
  readonly name: string;
  readonly access: string;
  readonly type: string;
}

export interface ReflectedOverride {
  readonly name: string;
  readonly type: string;
  /** What it is for this call; absent where it is neither given nor has a default. */
  readonly value?: number;
  readonly from: 'call' | 'default' | 'nowhere';
}

/** What a shader says about its interface, for the constants of one call. */
export interface Reflection {
  readonly entries: readonly string[];
  readonly bindings: readonly ReflectedBinding[];
  readonly overrides: readonly ReflectedOverride[];
  /** What it reads from the uniform `sizes`, for this call; without what nobody gives. */
  readonly sizes: readonly { readonly name: string; readonly value: number }[];
  readonly workgroupSize: readonly [x: number, y: number, z: number];
  readonly workgroupMemory: readonly {
    readonly name: string;
    readonly type: string;
    readonly bytes: number;
  }[];
}

const overrideDeclaration = /\boverride\s+(\w+)\s*(?::\s*(\w+))?\s*(?:=\s*([^;]*))?;/g;
const sizeAttribute = /@workgroup_size\s*\(((?:[^()]|\([^()]*\))*)\)/;
const suffixes: Readonly<Record<string, string>> = { u32: 'u', i32: 'i', f32: 'f' };

/**
 * Reads a shader that the compiler takes. Overrides become constants of their values first, since they may size arrays.
 * @throws Error where `wgsl_reflect` does not understand what the compiler does
 */
export function reflect({ candidate: { source, constants }, sizes, given }: OwnKernel): Reflection {
  const bare = stripComments(source);
  const overrides = [...bare.matchAll(overrideDeclaration)];
  const size = sizeAttribute.exec(bare)?.[1] ?? '1';
  const fixed = bare
    .replace(sizeAttribute, '@workgroup_size(1)') // its expressions are none of the library's
    .replaceAll(
      overrideDeclaration,
      (_, name: string, type: string | undefined, fallback: string | undefined) => {
        const value = constants[name];
        const text =
          value === undefined ? (fallback ?? '0') : type === 'bool' ? `${value !== 0}` : literal(value, type);
        return `const ${name}${type ? `: ${type}` : ''} = ${text};`;
      },
    );
  const shader = new WgslReflect(fixed);
  const values: ReadonlyMap<string, number> = shader._constValues;
  const [x = 1, y = 1, z = 1] = evaluateList(size, values);
  return {
    entries: [...shader.entry.compute, ...shader.entry.vertex, ...shader.entry.fragment].map(
      ({ name }) => name,
    ),
    bindings: [shader.storage, shader.uniforms, shader.textures, shader.samplers]
      .flat()
      .map((variable) => ({
        group: variable.group,
        binding: variable.binding,
        name: variable.name,
        access: shader.uniforms.includes(variable) ? 'uniform' : variable.access, // the library says read
        type: variable.type.getTypeName().replace(/, 0>$/, '>'), // a length that only the buffer knows
      }))
      .sort((one, other) => one.group - other.group || one.binding - other.binding),
    overrides: overrides.map(([, name, type, fallback]) => {
      const value = constants[name!] ?? (fallback === undefined ? undefined : values.get(name!));
      const from = name! in constants ? 'call' : fallback === undefined ? 'nowhere' : 'default';
      return { name: name!, type: type ?? 'inferred', ...(value !== undefined && { value }), from };
    }),
    sizes: sizes.flatMap((name) => (name in given ? [{ name, value: given[name]! }] : [])),
    workgroupSize: [x, y, z],
    workgroupMemory: workgroupVariables(fixed, shader),
  };
}

function literal(value: number, type: string | undefined): string {
  const suffix = suffixes[type ?? ''] ?? '';
  return Number.isInteger(value) || suffix === 'f' ? `${value}${suffix}` : `${value}`;
}

/** Variables of the workgroup address space, which the library parses but does not list. */
function workgroupVariables(source: string, shader: WgslReflect): Reflection['workgroupMemory'] {
  interface Variable {
    readonly storage?: string;
    readonly name: string;
    readonly type: Parameters<WgslReflect['getTypeInfo']>[0];
  }
  const nodes = new WgslParser().parse(source) as unknown as readonly Variable[];
  return nodes
    .filter(({ storage }) => storage === 'workgroup')
    .map(({ name, type }) => {
      const info = shader.getTypeInfo(type, null);
      return { name, type: info.getTypeName(), bytes: info.size };
    });
}
