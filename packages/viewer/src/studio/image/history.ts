/** What was, what is, and what was taken back. */
export interface History<State> {
  readonly current: State;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /**
   * Notes a new state. Changes of one `part` become one step until `close`, so that a slider's drag is taken back at once; a `part`
   * of undefined is a step of its own.
   */
  record(state: State, part: string | undefined): void;
  /** Ends the step: the next change begins one. */
  close(): void;
  /** The state before, which is then the current one; undefined where there is none. */
  undo(): State | undefined;
  redo(): State | undefined;
}

const mostSteps = 200;

/** @param same - whether two states are equal: what changes nothing is no step */
export function createHistory<State>(first: State, same: (a: State, b: State) => boolean): History<State> {
  let states: State[] = [first];
  let at = 0;
  /** The part whose step is still open. */
  let open: string | undefined;

  function go(by: -1 | 1): State | undefined {
    const state = states[at + by];
    if (state === undefined) return undefined;
    open = undefined;
    at += by;
    return state;
  }
  return {
    get current() {
      return states[at]!;
    },
    get canUndo() {
      return at > 0;
    },
    get canRedo() {
      return at < states.length - 1;
    },
    record(state, part) {
      if (same(state, states[at]!)) return;
      const goesOn = part !== undefined && part === open;
      const before = goesOn ? states.slice(0, at) : states.slice(0, at + 1);
      const isBack = goesOn && same(state, before.at(-1)!);
      states = (isBack ? before : [...before, state]).slice(-mostSteps);
      at = states.length - 1;
      open = isBack ? undefined : part;
    },
    close() {
      open = undefined;
    },
    undo: () => go(-1),
    redo: () => go(1),
  };
}
