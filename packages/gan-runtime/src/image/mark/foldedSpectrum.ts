import { HIGHEST_WAVE, type MarkSpectrum, SPECTRUM, TILE, tileCosines, waveIndex } from './markWaves.ts';

/** The spectrum of values for a tile of 64 pixels, from the first pixel on: all tiles laid over each other, then a sum over rows and columns. */
export function foldedSpectrum(values: Float64Array, width: number, height: number): MarkSpectrum {
  const [tile, mask, rows] = [TILE, TILE - 1, HIGHEST_WAVE + 1];
  const folded = new Float64Array(tile * tile);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) folded[(y & mask) * tile + (x & mask)]! += values[y * width + x]!;
  const cosines = tileCosines();
  const rowReal = new Float64Array(tile);
  const rowImaginary = new Float64Array(tile);
  const spectrum = { real: new Float64Array(SPECTRUM), imaginary: new Float64Array(SPECTRUM) };
  for (let waveX = -HIGHEST_WAVE; waveX <= HIGHEST_WAVE; waveX++) {
    for (let y = 0; y < tile; y++) {
      let [re, im] = [0, 0];
      for (let x = 0; x < tile; x++) {
        const value = folded[y * tile + x]!;
        re += value * cosines[(waveX * x) & mask]!;
        im -= value * cosines[(waveX * x - 16) & mask]!; // a sine is a cosine a quarter turn later
      }
      rowReal[y] = re;
      rowImaginary[y] = im;
    }
    for (let waveY = 0; waveY < rows; waveY++) {
      let [re, im] = [0, 0];
      for (let y = 0; y < tile; y++) {
        const [cosine, sine] = [cosines[(waveY * y) & mask]!, cosines[(waveY * y - 16) & mask]!];
        re += rowReal[y]! * cosine + rowImaginary[y]! * sine;
        im += rowImaginary[y]! * cosine - rowReal[y]! * sine;
      }
      const at = waveIndex(waveX, waveY);
      spectrum.real[at] = re;
      spectrum.imaginary[at] = im;
    }
  }
  return spectrum;
}
