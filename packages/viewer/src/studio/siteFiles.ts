/** What lies beside the studio's page, as `site.json` there says: to ask for what is not there would be an error in the console. */
export interface SiteFiles {
  /** Address of the stress-test's classifier, relative to the page; null where there is none. */
  readonly classifier: string | null;
}

/** A site without the list has nothing beside the page. */
export async function siteFiles(): Promise<SiteFiles> {
  try {
    const response = await fetch(new URL('./site.json', document.baseURI));
    const said = response.ok ? ((await response.json()) as Partial<SiteFiles>) : {};
    return { classifier: typeof said.classifier === 'string' ? said.classifier : null };
  } catch {
    return { classifier: null };
  }
}
