import type { AuditSource } from './auditSource.ts';

/** Larger pictures are reduced to this: what an audit looks at is in them. */
const LARGEST = 512;
/** Smaller ones hold no picture of a knee, and no window to compare. */
const SMALLEST = 32;

/**
 * The side that all images of an audit are brought to: that of the first image of the dataset that can be read, at most 512 pixels.
 * @throws Error where none can be read, or it is smaller than 32 pixels
 */
export async function auditSide({ entries, load }: AuditSource): Promise<number> {
  let reason = 'it has no images';
  for (const index of entries.keys()) {
    try {
      const { width, height } = await load(index);
      const side = Math.min(width, height, LARGEST);
      if (side >= SMALLEST) return side;
      reason = `${entries[index]!.name} is ${width}x${height}`;
    } catch (error) {
      reason = (error as Error).message;
    }
    if (index >= 20) break;
  }
  throw new Error(
    `no image to begin with: ${reason}; expected PNG or JPEG of at least ${SMALLEST} pixels a side`,
  );
}
