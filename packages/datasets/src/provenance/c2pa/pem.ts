/** The contents of all blocks with that label in a PEM text (RFC 7468), in their order. */
export function pemBlocks(text: string, label: string): Uint8Array<ArrayBuffer>[] {
  const blocks = text.matchAll(new RegExp(`-----BEGIN ${label}-----([\\s\\S]*?)-----END ${label}-----`, 'g'));
  return [...blocks].map(([, body]) => {
    const characters = atob(body!.replace(/\s+/g, ''));
    return Uint8Array.from(characters, (character) => character.charCodeAt(0));
  });
}
