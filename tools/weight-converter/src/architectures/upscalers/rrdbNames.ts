import { commonPrefix, indicesUnder, join, type Shapes } from '../names.ts';

/** Prefixes of an RRDB network's convolutions, in the order they run. */
export interface RrdbNames {
  readonly first: string;
  /** Blocks of three dense blocks of five convolutions. */
  readonly blocks: readonly (readonly (readonly string[])[])[];
  readonly trunk: string;
  readonly ups: readonly string[];
  readonly high: string;
  readonly last: string;
}

const numbers = [1, 2, 3, 4, 5];

/** Finds the convolutions under the names that ESRGAN, BasicSR and Real-ESRGAN save; why not where they are none of those. */
export function findRrdbNames(shapes: Shapes): RrdbNames | string {
  const root = commonPrefix(shapes);
  const names = shapes.has(join(root, 'conv_first.weight')) ? newNames(shapes, root) : oldNames(shapes, root);
  if (typeof names === 'string') return names;
  const { first, blocks, trunk, ups, high, last } = names;
  const all = [first, ...blocks.flat(2), trunk, ...ups, high, last];
  const missing = all.find((name) => shapes.get(`${name}.weight`)?.length !== 4);
  return missing === undefined ? names : `has no convolution "${missing}.weight"`;
}

/** `conv_first`, `body.0.rdb1.conv1` (BasicSR, Real-ESRGAN) or `RRDB_trunk.0.RDB1.conv1` (ESRGAN). */
function newNames(shapes: Shapes, root: string): RrdbNames | string {
  const choose = (...candidates: string[]) =>
    candidates.map((name) => join(root, name)).find((name) => shapes.has(`${name}.weight`));
  const body = ['body', 'RRDB_trunk'].find((name) => indicesUnder(shapes, join(root, name)).length > 0);
  if (body === undefined) return 'has no blocks "body.N" or "RRDB_trunk.N"';
  const dense = body === 'body' ? 'rdb' : 'RDB';
  const blocks = indicesUnder(shapes, join(root, body)).map((block) =>
    numbers
      .slice(0, 3)
      .map((rdb) => numbers.map((conv) => join(root, body, block, `${dense}${rdb}`, `conv${conv}`))),
  );
  return {
    first: join(root, 'conv_first'),
    blocks,
    trunk: choose('conv_body', 'trunk_conv') ?? 'conv_body',
    ups: [choose('conv_up1', 'upconv1'), choose('conv_up2', 'upconv2')].filter((name) => name !== undefined),
    high: choose('conv_hr', 'HRconv') ?? 'conv_hr',
    last: join(root, 'conv_last'),
  };
}

/** `model.0`, `model.1.sub.0.RDB1.conv1.0`, then `model.3`, `model.6`, ...: one Sequential, as ESRGAN had it first. */
function oldNames(shapes: Shapes, root: string): RrdbNames | string {
  const sub = join(root, 1, 'sub');
  const inner = indicesUnder(shapes, sub);
  const outer = indicesUnder(shapes, root).filter((index) => index > 1);
  if (inner.length < 2 || outer.length < 2) return 'has neither "conv_first" nor "model.1.sub.N"';
  const blocks = inner
    .slice(0, -1)
    .map((block) =>
      numbers
        .slice(0, 3)
        .map((rdb) => numbers.map((conv) => join(sub, block, `RDB${rdb}`, `conv${conv}`, 0))),
    );
  const modules = outer.map((index) => join(root, index));
  return {
    first: join(root, 0),
    blocks,
    trunk: join(sub, inner.at(-1)!),
    ups: modules.slice(0, -2),
    high: modules.at(-2)!,
    last: modules.at(-1)!,
  };
}
