import { packTar } from 'modern-tar';

/** Two blocks of zeros end a tar (POSIX pax, "ustar Interchange Format"). */
export const tarEnd = new Uint8Array(1024);

/**
 * One file in a tar: its ustar header and its bytes, filled up to whole blocks of 512. A tar is such entries one behind the other and
 * `tarEnd`, so that one can be written entry by entry and taken up again behind any of them. All files have time 0, owner 0 and mode
 * 0644: the same file gives the same bytes on every machine.
 * @throws RangeError for a name that a ustar header does not hold as it stands: at most 100 characters of ASCII
 */
export async function tarEntry(
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  if (!/^[\x20-\x7e]{1,100}$/.test(name)) {
    throw new RangeError(`tar: file name "${name}", expected 1 to 100 characters of ASCII`);
  }
  const header = { name, size: bytes.length, mode: 0o644, uid: 0, gid: 0, mtime: new Date(0) };
  const tar = await packTar([{ header, body: bytes }]);
  return tar.slice(0, tar.length - tarEnd.length);
}
