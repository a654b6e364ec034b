/** What a kiosk says of itself to whoever monitors it. */
export interface Health {
  /** Whether images are made, or the page is hidden and need not. */
  readonly ok: boolean;
  /** What is wrong where it is not. */
  readonly problem: string | undefined;
  /** UTC, ISO 8601. */
  readonly time: string;
  readonly version: string;
  readonly phase: 'starting' | 'attract' | 'edit' | 'failed';
  readonly visible: boolean;
  readonly uptimeSeconds: number;
  readonly images: number;
  /** Seconds since the last image was made; absent before the first. */
  readonly lastImageSeconds: number | undefined;
  /** Mean time that an image takes, in milliseconds. */
  readonly imageMilliseconds: number;
  readonly backend: string | undefined;
  readonly adapter: string | undefined;
  readonly backendReason: string | undefined;
  readonly gpuBytes: number | undefined;
  /** Bytes of the page's JavaScript heap, where the browser tells. */
  readonly heapBytes: number | undefined;
  /** The files kept for offline use. */
  readonly cache: string;
  readonly wakeLock: string;
  /** How often the page has reloaded itself because something failed, since the browser started. */
  readonly reloads: number;
  readonly errors: number;
  readonly lastError: string | undefined;
  /** What the page lacks where it is served. */
  readonly missing: readonly string[];
}

/** Beyond so many seconds without an image something is wrong: twice what an image may stand, and some patience. */
export function imagesAreLate(lastImageSeconds: number, secondsPerImage: number): boolean {
  return lastImageSeconds > 2 * secondsPerImage + 120;
}
