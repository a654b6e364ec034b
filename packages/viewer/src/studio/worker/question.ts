/** What the page sends: answers bear the number of their question. */
export interface Question<Request> {
  readonly id: number;
  readonly request: Request;
}

export type Reply<Answer> =
  | { readonly id: number; readonly answer: Answer }
  /** One line. */
  | { readonly id: number; readonly error: string };
