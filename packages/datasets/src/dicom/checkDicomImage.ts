import type { DatasetContext, DatasetImage } from '../formats/format.ts';

/** Rows and Columns are numbers of 16 bits. */
const LARGEST_SIDE = 65535;

/** @throws RangeError that names the image, what was found and what a DICOM file can hold */
export function checkDicomImage(image: DatasetImage, { date }: DatasetContext): void {
  const { name, width, height, channels, bits, pixels } = image;
  const refuse = (found: string, expected: string): never => {
    throw new RangeError(`DICOM ${name}: ${found}, expected ${expected}`);
  };
  if (![width, height].every((side) => Number.isInteger(side) && side >= 1 && side <= LARGEST_SIDE))
    refuse(`image is ${width}x${height}`, `1 to ${LARGEST_SIDE} pixels a side`);
  if (channels === 3 && bits !== 8) refuse(`colour of ${bits} bits`, '8 bits');
  if (pixels.length !== width * height * channels)
    refuse(
      `${pixels.length} samples`,
      `${width * height * channels} for ${width}x${height} and ${channels} channels`,
    );
  if (bits !== pixels.BYTES_PER_ELEMENT * 8) refuseAbove(pixels, 2 ** bits - 1, refuse);
  if (date !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(date)) refuse(`date is "${date}"`, 'YYYY-MM-DD');
}

/** A plain loop: it goes over every sample of every image. */
function refuseAbove(
  samples: DatasetImage['pixels'],
  most: number,
  refuse: (found: string, expected: string) => never,
): void {
  for (let at = 0; at < samples.length; at++) {
    if (samples[at]! > most) refuse(`sample ${at} is ${samples[at]}`, `at most ${most}`);
  }
}
