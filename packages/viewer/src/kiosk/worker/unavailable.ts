/** The answer where a file can be had neither here nor there; a page asks again after `retrySeconds`. */
export function unavailable(message: string, retrySeconds: number | undefined): Response {
  if (retrySeconds === undefined)
    return new Response(`${message}\n`, { status: 503, headers: { 'content-type': 'text/plain' } });
  const text = message.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="${retrySeconds}">
<title>Kiosk</title><p>This display has a damaged file and no network to fetch it anew. It tries again every ${retrySeconds} seconds.</p><p>${text}</p></html>`;
  return new Response(page, {
    status: 503,
    headers: { 'content-type': 'text/html', 'content-security-policy': "default-src 'none'" },
  });
}
