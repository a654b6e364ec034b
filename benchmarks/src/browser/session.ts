/** A running browser, whichever package drives it. */
export interface BrowserSession {
  readonly name: 'chromium' | 'firefox';
  readonly version: string;
  /** The software driver that it was given alone, since not every browser says what an adapter is. */
  readonly softwareDriver?: string;
  /** Opens an address where nothing is cached; what the page complains of goes to `say`. */
  open(url: string, say: (line: string) => void): Promise<BrowserPage>;
  close(): Promise<void>;
}

export interface BrowserPage {
  /** Runs a function in the page; what it is given and returns is copied as JSON. */
  evaluate<Given, Value>(run: (given: Given) => Value, given: Given): Promise<Awaited<Value>>;
  close(): Promise<void>;
}
