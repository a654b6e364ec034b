import type { ShownImage } from './shownImage.ts';

/** A grey image as JPEG with the quantisation tables that libjpeg takes for this quality. */
export async function encodeJpeg(
  { width, height, pixels }: ShownImage,
  quality: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const { encode } = (await import('jpeg-js')).default;
  const data = new Uint8Array(width * height * 4);
  for (const [at, grey] of pixels.entries()) data.set([grey, grey, grey, 255], at * 4);
  const restore = provideBuffer();
  try {
    return Uint8Array.from(encode({ width, height, data }, quality).data);
  } finally {
    restore();
  }
}

/** The encoder hands its bytes over as Node's Buffer, which browsers lack: for that moment an array stands in. */
function provideBuffer(): () => void {
  if ('Buffer' in globalThis) return () => {};
  const page = globalThis as { Buffer?: unknown };
  page.Buffer = { from: (bytes: readonly number[]) => Uint8Array.from(bytes) };
  return () => delete page.Buffer;
}
