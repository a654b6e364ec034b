import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Plugin, parseAst } from 'vite';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** What every page loads and what throws where `rethrow` catches it, or where texts were provided before. */
const sources = [
  ...['byteSource', 'checkModel', 'dataStart', 'exactReader', 'floatValues'].map(
    (name) => `../src/modelFile/${name}.ts`,
  ),
  ...['graph', 'plan', 'session'].flatMap((folder) =>
    readdirSync(path(`../src/${folder}`)).map((name) => `../src/${folder}/${name}`),
  ),
  ...['generator', 'imageOutput'].map((name) => `../src/generator/${name}.ts`),
  '../src/sampler/refuseSampling.ts',
  ...['attributes', 'checkShape', 'convolution'].map((name) => `../../kernels/src/${name}.ts`),
].filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
/** Errors that it constructs. */
const errors = /^(ModelFileError|RangeError|TypeError|Error)$/;
/** Shorter texts than what stands for them stay. */
const shortest = 14;

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}
interface Invocation extends Node {
  readonly callee: Node & { readonly name?: string };
  readonly arguments: readonly Node[];
}
interface Template extends Node {
  readonly quasis: readonly { readonly value: { readonly cooked: string } }[];
  readonly expressions: readonly Node[];
}

/** Every node of a syntax tree. */
function nodesOf(value: unknown): Node[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(nodesOf);
  return 'type' in value ? [value as Node, ...inner] : inner;
}

/** TypeScript without the texts of its errors, which it adds to `texts`; nothing where it has none. */
export function withoutTexts(code: string, texts: string[][]): string | undefined {
  const sourceOf = ({ start, end }: Node) => code.slice(start, end);
  const later = (parts: string[], values: readonly Node[]) => {
    const known = texts.findIndex((text) => JSON.stringify(text) === JSON.stringify(parts));
    const at = known < 0 ? texts.push(parts) - 1 : known;
    return `laterText(${[at, ...values.map(replaced)].join(', ')})`;
  };
  const replaced = (node: Node): string => {
    const { test, consequent, alternate, value } = node as Node & Record<string, Node>;
    const { quasis, expressions } = node as Template;
    const parts = quasis?.map((part) => part.value.cooked) ?? [value];
    const isText = node.type === 'TemplateLiteral' || typeof value === 'string';
    if (isText && parts.join('').length >= shortest) return later(parts, expressions ?? []);
    if (node.type !== 'ConditionalExpression') return sourceOf(node);
    return `${sourceOf(test!)} ? ${replaced(consequent!)} : ${replaced(alternate!)}`;
  };
  let shortened = '';
  let end = 0;
  // Not every kind of node has its parts in the order of the source.
  const nodes = nodesOf(parseAst(code, { lang: 'ts' })).sort((one, other) => one.start - other.start);
  for (const node of nodes) {
    const { type, callee, arguments: given } = node as Invocation;
    if (type !== 'NewExpression' || !errors.test(callee.name ?? '')) continue;
    const [text] = given;
    if (!text || text.start < end) continue;
    const lines = sourceOf(text).split('\n').length - 1; // as many as before, for source maps
    shortened += code.slice(end, text.start) + replaced(text) + '\n'.repeat(lines);
    end = text.end;
  }
  return end > 0 ? shortened + code.slice(end) : undefined;
}

const texts: string[][] = [];
const shortened = new Map<string, string>();
for (const source of sources) {
  const code = withoutTexts(readFileSync(path(source), 'utf8'), texts);
  if (code === undefined) continue;
  shortened.set(path(source), `import { laterText } from '${path('../src/laterText.ts')}';${code}`);
}
shortened.set(
  path('../src/errorTextList.ts'),
  `export const texts: readonly (readonly string[])[] = ${JSON.stringify(texts)};`,
);

/** Takes the texts of errors out of what every page loads: see src/laterText.ts. */
export const laterTexts: Plugin = {
  name: 'later-texts',
  enforce: 'pre',
  load: (id) => shortened.get(id),
};
