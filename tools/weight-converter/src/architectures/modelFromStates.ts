import { type Model, ModelFileError } from '@roentgan/gan-runtime/model-file';
import type { InputShapes } from '../graph/inputShapes.ts';
import type { FoundStateDict } from '../pytorch/stateDict.ts';
import { parseArchitecture } from './architectureFile.ts';
import { buildModel } from './buildModel.ts';
import { checkGivenShapes } from './checkGivenShapes.ts';
import { settingsOf } from './diffusion/settingsOf.ts';
import { families } from './families.ts';
import { foldWeightNorms } from './foldWeightNorms.ts';

export interface ArchitectureOptions {
  /** Name of a built-in family; found from names and shapes where absent. */
  readonly arch?: string | undefined;
  /** Contents of an architecture file, parsed; it wins over `arch`. */
  readonly archJson?: unknown;
  /** Sizes of inputs, which weights do not say; each family has its own where absent. */
  readonly shapes?: InputShapes | undefined;
}

export interface BuiltModel {
  readonly model: Model;
  /** The family that names and shapes fitted, where none was given. */
  readonly detected?: string;
  readonly notes: string[];
}

/**
 * The model of the first state dict that fits a family or the architecture file. Throws ModelFileError.
 * @param open finds the state dicts; called once the options are known to be usable
 */
export function modelFromStates(
  open: () => readonly FoundStateDict[],
  fileName: string,
  options: ArchitectureOptions,
): BuiltModel {
  const { shapes = {} } = options;
  const stated = settingsOf(options.archJson);
  const arch = stated?.family ?? options.arch;
  const archJson = stated ? undefined : options.archJson;
  const named = families.filter(({ name }) => arch === undefined || name === arch);
  if (named.length === 0 && archJson === undefined) {
    const known = families.map(({ name }) => name).join(', ');
    throw new ModelFileError(`${fileName}: arch is "${arch}", expected ${known} or a JSON file of layers`);
  }
  const states = open().map((state) => ({ ...state, tensors: foldWeightNorms(state.tensors, fileName) }));
  if (archJson !== undefined) return fromFile(states, archJson, fileName);
  const refusals: string[] = [];
  for (const state of states) {
    for (const family of named) {
      const settings = stated?.settings();
      const result = family.describe(
        new Map([...state.tensors].map(([name, { shape }]) => [name, shape])),
        shapes,
        settings,
      );
      if (typeof result === 'string') {
        refusals.push(`${family.name}${state.path && ` ("${state.path}")`}: ${result}`);
        continue;
      }
      if (settings?.isIgnored) {
        throw new ModelFileError(
          `${fileName}: family "${family.name}" has no settings, expected only its name`,
        );
      }
      checkGivenShapes(result.architecture, shapes, fileName);
      const model = buildModel(result.architecture, state.tensors, fileName);
      const detected = arch === undefined ? { detected: family.name } : {};
      return { model, ...detected, notes: [...chosen(state, states), ...result.notes] };
    }
  }
  // Families that look for names of their own say least about tensors without them.
  const telling = refusals.toSorted((a, b) => Number(lacksNames.test(a)) - Number(lacksNames.test(b)));
  const shown = telling.slice(0, 4).join('; ');
  throw new ModelFileError(
    `${fileName}: the tensors fit no built-in family (${shown}); give the layers in a JSON file with --arch, see docs/adding-a-reader.md`,
  );
}

const lacksNames = /^[^:]*: has (no|neither) /;

/** Of several state dicts, the first that holds what the file names. */
function fromFile(states: readonly FoundStateDict[], archJson: unknown, fileName: string): BuiltModel {
  const architecture = parseArchitecture(archJson, 'architecture file');
  const prefixes = architecture.layers
    .flatMap(({ weights }) => (typeof weights === 'string' ? [weights] : Object.values(weights ?? {})))
    .filter((prefix) => typeof prefix === 'string');
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
  const others = states
    .filter((other) => other !== state && other.partOf !== state.path)
    .map(({ path }) => `"${path || 'top level'}"`);
  if (state.path === '' && others.length === 0) return [];
  const rest = others.length > 0 ? `, not ${others.slice(0, 6).join(', ')}` : '';
  return [`state dict "${state.path || 'top level'}" of the checkpoint is used${rest}`];
}
