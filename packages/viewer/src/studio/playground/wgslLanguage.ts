import { StreamLanguage } from '@codemirror/language';
import { clike } from '@codemirror/legacy-modes/mode/clike';

const words = (text: string): Record<string, boolean> =>
  Object.fromEntries(text.split(' ').map((word) => [word, true]));

const scalars = 'bool i32 u32 f32 f16';
const vectors = [2, 3, 4].flatMap((size) => [
  `vec${size}`,
  ...[...'iufh'].map((type) => `vec${size}${type}`),
]);
const matrices = [2, 3, 4].flatMap((columns) =>
  [2, 3, 4].flatMap((rows) => ['', 'f', 'h'].map((type) => `mat${columns}x${rows}${type}`)),
);

/** WGSL for highlighting only: words and comments, as CodeMirror's mode for languages like C reads them. */
export const wgslLanguage = StreamLanguage.define(
  clike({
    name: 'wgsl',
    keywords: words(
      'alias break case const const_assert continue continuing default diagnostic discard else enable fn for if let loop override requires return struct switch var while',
    ),
    types: words([scalars, ...vectors, ...matrices, 'array atomic ptr Element Element4'].join(' ')),
    blockKeywords: words('case continuing default else for if loop switch while'),
    atoms: words('true false'),
    number: /^(?:0x[\da-f]+[iu]?|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?[iufh]?)/i,
    hooks: {
      '@': (stream: { eatWhile(pattern: RegExp): boolean }) => {
        stream.eatWhile(/\w/);
        return 'meta';
      },
    },
  }),
);
