import { type GraphInput, ModelFileError, type Sampler } from '@roentgan/gan-runtime/model-file';
import type { Architecture, ArchitectureOutput, Layer } from './architecture.ts';

type Record_ = Readonly<Record<string, unknown>>;

/** Checks an architecture file (see docs/adding-a-reader.md). Attributes and shapes are checked as layers are built. */
export function parseArchitecture(value: unknown, fileName: string): Architecture {
  const fail = (message: string): never => {
    throw new ModelFileError(`${fileName}: ${message}`);
  };
  const record = (entry: unknown, where: string, known: readonly string[]): Record_ => {
    if (typeof entry !== 'object' || entry === null || Array.isArray(entry))
      return fail(`${where} is no object`);
    const unknown = Object.keys(entry).find((key) => !known.includes(key));
    if (unknown !== undefined) fail(`${where} has "${unknown}", expected only ${known.join(', ')}`);
    return entry as Record_;
  };
  const list = (entry: unknown, where: string): readonly unknown[] =>
    Array.isArray(entry) && entry.length > 0 && entry.length <= 4096
      ? entry
      : fail(`${where} is no list of 1 to 4096`);
  const text = (entry: unknown, where: string): string =>
    typeof entry === 'string' && entry !== '' ? entry : fail(`${where} is no name`);
  const root = record(value, 'architecture', ['name', 'inputs', 'layers', 'outputs', 'sampler']);
  const inputs = list(root.inputs, 'inputs').map((entry, index): GraphInput => {
    const keys = ['kind', 'name', 'shape', 'distribution', 'range', 'encoding', 'names', 'default'];
    const input = record(entry, `inputs[${index}]`, keys);
    text(input.name, `inputs[${index}].name`);
    const shape = list(input.shape, `inputs[${index}].shape`);
    const isShape =
      shape[0] === 'N' && shape.slice(1).every((size) => Number.isSafeInteger(size) && Number(size) >= 1);
    if (!isShape) fail(`inputs[${index}].shape is ${JSON.stringify(shape)}, expected ["N", ...]`);
    const defaults = input.kind === undefined ? { kind: 'latent', distribution: 'normal' } : {};
    return { ...defaults, ...input } as unknown as GraphInput;
  });
  const layers = list(root.layers, 'layers').map((entry, index): Layer => {
    const where = `layers[${index}]`;
    const layer = record(entry, where, ['op', 'name', 'weights', 'inputs', 'attributes', 'activation']);
    text(layer.op, `${where}.op`);
    if (layer.name !== undefined) text(layer.name, `${where}.name`);
    if (layer.inputs !== undefined)
      list(layer.inputs, `${where}.inputs`).map((name) => text(name, `${where}.inputs`));
    if (layer.attributes !== undefined)
      record(layer.attributes, `${where}.attributes`, Object.keys(layer.attributes ?? {}));
    if (layer.weights !== undefined && typeof layer.weights !== 'string') {
      const roles = record(layer.weights, `${where}.weights`, Object.keys(layer.weights ?? {}));
      for (const [role, name] of Object.entries(roles)) text(name, `${where}.weights.${role}`);
    }
    const { activation } = layer;
    if (activation !== undefined && typeof activation !== 'string') {
      text(
        record(activation, `${where}.activation`, Object.keys(activation ?? {})).op,
        `${where}.activation.op`,
      );
    }
    return layer as unknown as Layer;
  });
  const outputs =
    root.outputs === undefined
      ? undefined
      : list(root.outputs, 'outputs').map((entry, index) => {
          const output = record(entry, `outputs[${index}]`, ['name', 'layer', 'range']);
          text(output.name, `outputs[${index}].name`);
          return output as unknown as ArchitectureOutput;
        });
  return {
    ...(root.name !== undefined && { name: text(root.name, 'name') }),
    inputs,
    layers,
    ...(outputs && { outputs }),
    ...(root.sampler !== undefined && { sampler: root.sampler as Sampler }),
  };
}
