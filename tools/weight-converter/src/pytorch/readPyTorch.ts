import { type Model, ModelFileError } from '@roentgan/gan-runtime/model-file';
import type { Family } from '../architectures/architecture.ts';
import { parseArchitecture } from '../architectures/architectureFile.ts';
import { buildModel } from '../architectures/buildModel.ts';
import { dcgan } from '../architectures/dcgan.ts';
import { mlp } from '../architectures/mlp.ts';
import { refusingInOneLine } from '../oneLine.ts';
import { readCheckpoint } from './checkpoint.ts';
import { type FoundStateDict, findStateDicts } from './stateDict.ts';

/** Built-in families, in the order they are tried. */
export const families: readonly Family[] = [dcgan, mlp];

export interface PyTorchOptions {
  /** Name of a built-in family; found from names and shapes where absent. */
  readonly arch?: string | undefined;
  /** Contents of an architecture file, parsed; it wins over `arch`. */
  readonly archJson?: unknown;
}

/**
 * Reads a PyTorch checkpoint (zip or legacy) that holds a state dict, bare or nested. Throws ModelFileError.
 * `detected` is the family that names and shapes fitted, where none was given.
 */
export function readPyTorch(
  bytes: Uint8Array,
  fileName: string,
  options: PyTorchOptions = {},
): { model: Model; detected?: string; notes: string[] } {
  return refusingInOneLine(fileName, () => convertCheckpoint(bytes, fileName, options));
}

function convertCheckpoint(bytes: Uint8Array, fileName: string, { arch, archJson }: PyTorchOptions) {
  const named = families.filter(({ name }) => arch === undefined || name === arch);
  if (named.length === 0 && archJson === undefined) {
    const known = families.map(({ name }) => name).join(', ');
    throw new ModelFileError(`${fileName}: arch is "${arch}", expected ${known} or a JSON file of layers`);
  }
  const states = findStateDicts(readCheckpoint(bytes, fileName), fileName);
  if (archJson !== undefined) return fromFile(states, archJson, fileName);
  const refusals: string[] = [];
  for (const state of states) {
    for (const family of named) {
      const result = family.describe(new Map([...state.tensors].map(([name, { shape }]) => [name, shape])));
      if (typeof result === 'string') {
        refusals.push(`${family.name}${state.path && ` ("${state.path}")`}: ${result}`);
        continue;
      }
      const model = buildModel(result.architecture, state.tensors, fileName);
      const detected = arch === undefined ? { detected: family.name } : {};
      return { model, ...detected, notes: [...chosen(state, states), ...result.notes] };
    }
  }
  const shown = refusals.slice(0, 4).join('; ');
  throw new ModelFileError(
    `${fileName}: the tensors fit no built-in family (${shown}); give the layers in a JSON file with --arch, see docs/adding-a-reader.md`,
  );
}

/** Of several state dicts, the first that holds what the file names. */
function fromFile(states: readonly FoundStateDict[], archJson: unknown, fileName: string) {
  const architecture = parseArchitecture(archJson, 'architecture file');
  const prefixes = architecture.layers.flatMap(({ weights }) =>
    typeof weights === 'string' ? [weights] : Object.values(weights ?? {}),
  );
  const holds = ({ tensors }: FoundStateDict) =>
    prefixes.every((prefix) =>
      [...tensors.keys()].some(
        (name) => name === prefix || name.startsWith(prefix === '' ? '' : `${prefix}.`),
      ),
    );
  const state = states.find(holds) ?? states[0]!;
  return { model: buildModel(architecture, state.tensors, fileName), notes: chosen(state, states) };
}

function chosen(state: FoundStateDict, states: readonly FoundStateDict[]): string[] {
  const others = states.filter((other) => other !== state).map(({ path }) => `"${path || 'top level'}"`);
  if (state.path === '' && others.length === 0) return [];
  const rest = others.length > 0 ? `, not ${others.slice(0, 6).join(', ')}` : '';
  return [`state dict "${state.path || 'top level'}" of the checkpoint is used${rest}`];
}
