import { bytesId, resultsId } from './embedded.ts';

/** A result file's name and its text. */
export interface GivenFile {
  readonly label: string;
  readonly text: string;
}

/** The built page with result files, and bytes by name, inside. */
export function fillPage(
  page: string,
  files: readonly GivenFile[],
  bytes: ReadonlyMap<string, Uint8Array>,
): string {
  const results = JSON.stringify(files).replaceAll('<', '\\u003c'); // nothing in it ends the script element
  const blocks = [
    `<script type="application/json" id="${resultsId}">${results}</script>`,
    ...[...bytes].map(
      ([name, content]) =>
        `<script type="text/plain" id="${bytesId(name)}">${Buffer.from(content).toString('base64')}</script>`,
    ),
  ];
  const at = page.indexOf('<script type="module">');
  if (at < 0) throw new Error('the report page has no script, expected the built page');
  return `${page.slice(0, at)}${blocks.join('')}${page.slice(at)}`;
}
