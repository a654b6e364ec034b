/** Puts a link into the clipboard, and says in one line what became of it; `undefined` is what cannot be in a link. */
export async function copyLink(link: string | undefined): Promise<string> {
  if (link === undefined) return 'Not copied: a link cannot hold a model that was opened from a file.';
  try {
    await navigator.clipboard.writeText(link);
    return 'Link copied. It restores what is shown.';
  } catch {
    // Without a secure connection there is no clipboard; a browser may also be told to refuse.
    return 'Not copied: this page may not write to the clipboard. The address bar has the same link.';
  }
}
