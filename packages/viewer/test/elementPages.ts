/** One script and one tag. */
export const elementPage = `<!doctype html>
<html lang="en">
<title>element</title>
<script type="module" src="/gan-viewer.js"></script>
<body style="width: 240px">
<gan-viewer id="viewer" src="/tiny.safetensors" seed="7" labels="grade=3"></gan-viewer>
`;

/** As a framework does it: properties are set before the element's class is there. */
export const reactLikePage = `<!doctype html>
<html lang="en">
<title>late</title>
<body style="width: 240px">
<gan-viewer id="viewer"></gan-viewer>
<script type="module">
  Object.assign(document.getElementById('viewer'), { src: '/tiny.safetensors', seed: 5, labels: { grade: 2 } });
  await import('/gan-viewer.js');
</script>
`;
