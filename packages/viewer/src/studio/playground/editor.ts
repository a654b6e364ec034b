import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, HighlightStyle, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { OwnMessage } from '@roentgan/kernels/own';
import { wgslLanguage } from './wgslLanguage.ts';

/** The page's variables reach into the editor, so that it follows light and dark as the page does. */
const colours = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--code-keyword)' },
  { tag: tags.typeName, color: 'var(--code-type)' },
  { tag: [tags.number, tags.atom, tags.bool], color: 'var(--code-number)' },
  { tag: tags.comment, color: 'var(--ink-soft)' },
  { tag: tags.meta, color: 'var(--code-type)' },
]);

const theme = EditorView.theme({
  '&': { height: '100%', fontSize: '13px', color: 'var(--ink)', backgroundColor: 'var(--panel)' },
  '&.cm-focused': { outline: '2px solid var(--focus)', outlineOffset: '-2px' },
  '.cm-scroller': {
    fontFamily: 'ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace',
    lineHeight: '1.5',
  },
  '.cm-content': { caretColor: 'var(--ink)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': {
    backgroundColor: 'var(--panel)',
    color: 'var(--ink-soft)',
    borderRight: '1px solid var(--line)',
  },
  '.cm-activeLine': { backgroundColor: 'var(--code-line)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--code-selection)',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--panel)',
    color: 'var(--ink)',
    border: '1px solid var(--line-strong)',
  },
});

export interface Editor {
  readonly text: string;
  /** Puts a text in place of all, as one step that can be undone. */
  replace(text: string): void;
  /** Marks the lines that messages are about, until the text changes there. */
  showMessages(messages: readonly OwnMessage[]): void;
  /** Puts the cursor into a line, counted from 1. */
  goTo(line: number, column: number): void;
}

/**
 * An editor for WGSL in `host`. It lies in a shadow root: there its styles are adopted style sheets, which a strict
 * content security policy allows; in the page itself they would be a style element.
 */
export function createEditor(
  host: HTMLElement,
  text: string,
  {
    onChange,
    onRun,
    hintId,
  }: { readonly onChange: () => void; readonly onRun: () => void; readonly hintId: string },
): Editor {
  const root = host.attachShadow({ mode: 'open' });
  // Labels and descriptions do not reach into a shadow root by id.
  const hint = document.getElementById(hintId)!.textContent ?? '';
  const view = new EditorView({
    parent: root,
    root,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        highlightSpecialChars(),
        history(),
        drawSelection(),
        highlightActiveLine(),
        bracketMatching(),
        indentUnit.of('  '),
        lintGutter(),
        wgslLanguage,
        syntaxHighlighting(colours),
        theme,
        EditorView.domEventHandlers({ beforeinput: typeOverSelection }),
        EditorView.contentAttributes.of({
          tabindex: '0',
          'aria-label': `WGSL. ${hint}`,
          spellcheck: 'false',
        }),
        keymap.of([
          {
            key: 'Mod-Enter',
            run: () => {
              onRun();
              return true;
            },
          },
          indentWithTab,
          ...defaultKeymap,
          ...historyKeymap,
        ]),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) onChange();
        }),
      ],
    }),
  });
  return {
    get text() {
      return view.state.doc.toString();
    },
    replace(next) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } });
    },
    showMessages(messages) {
      const found = messages.filter(({ line }) => line > 0);
      view.dispatch(
        setDiagnostics(
          view.state,
          found.map((message) => diagnosticOf(view, message)),
        ),
      );
    },
    goTo(line, column) {
      const { from } = placeOf(view, line, column, 0);
      view.dispatch({
        selection: { anchor: from },
        effects: EditorView.scrollIntoView(from, { y: 'center' }),
      });
      view.focus();
    },
  };
}

/** Left to itself, Chromium puts what is typed over a selection into a span with inline styles, which a strict policy reports. */
function typeOverSelection(event: InputEvent, view: EditorView): boolean {
  const { inputType, data, isComposing } = event;
  if (inputType !== 'insertText' || data === null || isComposing || view.state.selection.main.empty)
    return false;
  event.preventDefault();
  view.dispatch(view.state.replaceSelection(data), { userEvent: 'input.type', scrollIntoView: true });
  return true;
}

function diagnosticOf(view: EditorView, { line, column, length, type, text }: OwnMessage): Diagnostic {
  return { ...placeOf(view, line, column, length), severity: type, message: text };
}

/** Positions in the text, which may have changed meanwhile. */
function placeOf({ state: { doc } }: EditorView, line: number, column: number, length: number) {
  const { from: start, to: end } = doc.line(Math.min(Math.max(line, 1), doc.lines));
  const from = Math.min(start + Math.max(0, column - 1), end);
  return { from, to: Math.min(Math.max(from + length, from), end) };
}
