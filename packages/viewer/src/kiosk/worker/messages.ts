/** What the service worker answers to "check". */
export interface CacheReport {
  readonly files: number;
  /** Files that were damaged or missing, and are whole again. */
  readonly healed: readonly string[];
  /** Files that could not be had again. */
  readonly missing: readonly string[];
}

/** The folder's files, as `roentgan kiosk` writes them at the head of sw.js. */
export interface FileList {
  /** Changes with any file. */
  readonly version: string;
  /** SHA-256 of each file in base64, by its path. */
  readonly files: Readonly<Record<string, string>>;
}
