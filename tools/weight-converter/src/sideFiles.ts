/** Reads a file that lies beside the source and that the source names; a relative path with `/`. Throws where there is none. */
export type OpenSideFile = (path: string) => Uint8Array | Promise<Uint8Array>;
