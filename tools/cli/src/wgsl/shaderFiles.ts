import type { Plan, Step } from '@roentgan/gan-runtime';
import { formatShape, numberedBindings, sizeNames } from '@roentgan/kernels';
import { shaderSource } from '@roentgan/kernels/core';
import { readableWgsl } from '@roentgan/kernels/readable';

/** One dispatch of a model as `--wgsl` writes it. */
export interface ShaderFile {
  readonly file: string;
  readonly label: string;
  readonly kernel: string;
  readonly output: readonly number[];
  readonly workgroups: readonly number[];
  readonly constants: Readonly<Record<string, number>>;
  readonly macs: number;
  readonly text: string;
}

/** The shader of every dispatch of a plan, in order: what the runtime compiles, with the files' comments, behind one that says with what. */
export function shaderFiles({ steps, elementType, batch }: Plan): ShaderFile[] {
  const digits = `${steps.length}`.length;
  return steps.map((step, at) => {
    const number = `${at + 1}`.padStart(Math.max(2, digits), '0');
    const { label, kernel, shape, workgroups, constants, macs } = step;
    return {
      file: `${number}-${fileName(label)}.wgsl`,
      label,
      kernel: kernel.name,
      output: shape,
      workgroups,
      constants,
      macs,
      text: `${header(step, `${at + 1} of ${steps.length}`, batch)}\n${readableWgsl(shaderSource(kernel, elementType))}`,
    };
  });
}

/** Letters, digits, dots and hyphens of a label: it may hold slashes, and comes from a file that nobody vouches for. */
function fileName(label: string): string {
  const name = label.replaceAll(/[^\w.-]+/g, '-').replaceAll(/^[.-]+|[.-]+$/g, '');
  return name.slice(-100) || 'layer';
}

/** WGSL's comments end at line breaks of several kinds. */
const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ');

function header(
  { label, kernel, constants, workgroups, sources, shape }: Step,
  place: string,
  batch: number,
): string {
  const bound = numberedBindings(kernel).map(({ binding, name, access }) => {
    const source = sources[name];
    const held =
      source?.kind === 'activation'
        ? source.tensor
        : source?.kind === 'parameter'
          ? `parameter ${source.id}`
          : access === 'uniform'
            ? 'the sizes above'
            : 'zeros, unused';
    return `//   ${binding} ${name} (${access}): ${oneLine(held)}`;
  });
  const sizes = sizeNames(kernel);
  const overrides = Object.keys(constants).filter((name) => !sizes.includes(name));
  const given = (names: readonly string[]) => names.map((name) => `//   ${name} = ${constants[name]}`);
  return [
    `// ${oneLine(label)}, dispatch ${place}: kernel ${kernel.name}, output ${formatShape(shape)}, batch ${batch}`,
    `// workgroups ${workgroups.join(' x ')}`,
    '// overrides',
    ...given(overrides),
    '// sizes',
    ...given(sizes),
    '// bindings of group 0',
    ...bound,
  ].join('\n');
}

/** The list of what was written. */
export function indexText(model: string, files: readonly ShaderFile[], chosenFor: string): string {
  const rows = files.map(
    ({ file, kernel, output, workgroups, macs }) =>
      `| ${file} | ${kernel} | ${formatShape(output)} | ${workgroups.join(' x ')} | ${(macs / 1e6).toFixed(1)} |`,
  );
  return [
    `# Shaders of ${model}`,
    '',
    `Written by \`roentgan inspect --wgsl\`, in the order in which they run; kernels as chosen for ${chosenFor}.`,
    '',
    '| file | kernel | output | workgroups | million MAC |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
