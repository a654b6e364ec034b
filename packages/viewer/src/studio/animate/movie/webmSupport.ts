/** VP9, VP8 and AV1, as WebCodecs calls them. */
const codecs = ['vp09.00.40.08', 'vp8', 'av01.0.08M.08'];
const advice = 'Take GIF or PNG frames.';

/** Why this browser cannot write a WebM of `width` x `height` pixels, and what to do; undefined where it can. */
export async function whyNoWebm(width: number, height: number): Promise<string | undefined> {
  if (!globalThis.isSecureContext)
    return `Browsers encode video only on pages over HTTPS or from localhost. ${advice}`;
  if (!('VideoEncoder' in globalThis))
    return `This browser has no video encoder for pages (WebCodecs), which WebM needs. ${advice}`;
  for (const codec of codecs) {
    const { supported } = await VideoEncoder.isConfigSupported({ codec, width, height }).catch(() => ({
      supported: false,
    }));
    if (supported) return undefined;
  }
  return `This browser encodes neither VP9, VP8 nor AV1 at ${width} × ${height}. ${advice}`;
}
