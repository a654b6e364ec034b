/** One setting on the page. `show` puts a value in without telling `onInput`. */
export interface Control {
  readonly element: HTMLElement;
  show(value: number): void;
}
