const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Properties of an XMP packet of Roentgan's by their names without prefix, as it writes them: elements with text. */
export function xmpFacts(xmp: string): Readonly<Record<string, string>> {
  const elements = xmp.matchAll(/<(?:roentgan|xmp):(\w+)>([^<]*)</g);
  return Object.fromEntries([...elements].map(([, name, text]) => [name!, onOneLine(unescapeXml(text!))]));
}

function unescapeXml(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => entities[name]!);
}

/** A file's text may hold what moves the cursor of a terminal. */
function onOneLine(text: string): string {
  return text.replace(/[\p{C}\s]+/gu, ' ').trim();
}
