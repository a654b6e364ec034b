const attributes = ['src', 'backend', 'threads'];

/** One script and one tag, as the query of the page's address asks (`ElementPage`). */
export function elementPage(query: URLSearchParams): string {
  const asked = new URLSearchParams({ src: '/tiny.safetensors', ...Object.fromEntries(query) });
  const given = attributes.filter((name) => asked.has(name)).map((name) => `${name}="${asked.get(name)}"`);
  const policy = query.get('policy');
  return `<!doctype html>
<html lang="en">
<title>element</title>
${policy ? `<meta http-equiv="content-security-policy" content="${policy}">` : ''}
<script type="module" src="${query.get('script') ?? '/gan-viewer.js'}"></script>
<body style="width: 240px">
<gan-viewer id="viewer" seed="7" labels="${query.get('labels') ?? 'grade=3'}" ${given.join(' ')}></gan-viewer>
`;
}

/** As a framework does it: properties are set before the element's class is there. */
export const reactLikePage = `<!doctype html>
<html lang="en">
<title>late</title>
<body style="width: 240px">
<gan-viewer id="viewer"></gan-viewer>
<script type="module">
  const properties = { src: '/tiny.safetensors', backend: 'webgpu', seed: 5, labels: { grade: 2 } };
  Object.assign(document.getElementById('viewer'), properties);
  await import('/gan-viewer.js');
</script>
`;
