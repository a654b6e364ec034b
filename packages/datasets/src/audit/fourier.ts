import FFT from 'fft.js';

/** Transforms `length` complex numbers, real and imaginary parts in turns, in place. */
export type Fourier = (values: Float64Array) => void;

/** The discrete Fourier transform of any length: fft.js where it is a power of two, else by way of a longer one (Bluestein 1970). */
export function fourier(length: number): Fourier {
  return length >= 2 && Number.isInteger(Math.log2(length)) ? powerOfTwo(length) : chirp(length);
}

function powerOfTwo(length: number): Fourier {
  const fft = new FFT(length);
  const output = new Float64Array(2 * length);
  return (values) => {
    fft.transform(output, values);
    values.set(output);
  };
}

/**
 * j k = (j^2 + k^2 - (k - j)^2) / 2 makes the transform a convolution with a chirp, which a transform of a power of two computes.
 */
function chirp(length: number): Fourier {
  const size = 2 ** Math.max(1, Math.ceil(Math.log2(2 * length - 1)));
  const fft = new FFT(size);
  const turns = new Float64Array(2 * length);
  for (let at = 0; at < length; at++) {
    // The square modulo twice the length keeps the angle exact for long transforms.
    const angle = (-Math.PI * ((at * at) % (2 * length))) / length;
    turns[2 * at] = Math.cos(angle);
    turns[2 * at + 1] = Math.sin(angle);
  }
  const filter = new Float64Array(2 * size);
  for (let at = 0; at < length; at++) {
    for (const place of at === 0 ? [0] : [at, size - at]) {
      filter[2 * place] = turns[2 * at]!;
      filter[2 * place + 1] = -turns[2 * at + 1]!;
    }
  }
  const filtered = new Float64Array(2 * size);
  fft.transform(filtered, filter);
  const padded = new Float64Array(2 * size);
  const spectrum = new Float64Array(2 * size);
  return (values) => {
    padded.fill(0);
    multiply(values, turns, padded, length);
    fft.transform(spectrum, padded);
    multiply(spectrum, filtered, spectrum, size);
    fft.inverseTransform(padded, spectrum);
    multiply(padded, turns, values, length);
  };
}

/** Products of `count` complex numbers. */
function multiply(a: Float64Array, b: Float64Array, into: Float64Array, count: number): void {
  for (let at = 0; at < 2 * count; at += 2) {
    const [real, imaginary] = [a[at]!, a[at + 1]!];
    into[at] = real * b[at]! - imaginary * b[at + 1]!;
    into[at + 1] = real * b[at + 1]! + imaginary * b[at]!;
  }
}
