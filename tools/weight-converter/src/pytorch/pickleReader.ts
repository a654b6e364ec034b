/** Byte-level reading of a pickle stream; every length is checked against the bytes there are. */
export class PickleReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = at;
  }

  take(length: number): Uint8Array {
    const end = this.at + length;
    if (!(length >= 0 && end <= this.#bytes.length)) {
      throw new RangeError(
        `pickle: needs ${length} bytes at ${this.at}, the file has ${this.#bytes.length - this.at}`,
      );
    }
    const part = this.#bytes.subarray(this.at, end);
    this.at = end;
    return part;
  }

  byte(): number {
    return this.take(1)[0]!;
  }

  uint16(): number {
    this.take(2);
    return this.#view.getUint16(this.at - 2, true);
  }

  int32(): number {
    this.take(4);
    return this.#view.getInt32(this.at - 4, true);
  }

  uint32(): number {
    this.take(4);
    return this.#view.getUint32(this.at - 4, true);
  }

  uint64(): number {
    this.take(8);
    return Number(this.#view.getBigUint64(this.at - 8, true));
  }

  /** Big endian, the one number in pickles that is. */
  float64(): number {
    this.take(8);
    return this.#view.getFloat64(this.at - 8, false);
  }

  text(length: number): string {
    return new TextDecoder().decode(this.take(length));
  }

  line(): string {
    const end = this.#bytes.indexOf(10, this.at);
    if (end < 0) throw new RangeError(`pickle: the line at ${this.at} does not end`);
    const text = this.text(end - this.at);
    this.at = end + 1;
    return text;
  }

  /** A little-endian two's complement integer; a bigint where it is not exact as a number. */
  long(length: number): number | bigint {
    if (length > 1024) throw new RangeError(`pickle: an integer of ${length} bytes, expected at most 1024`);
    let value = 0n;
    const bytes = this.take(length);
    for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]!);
    if (length > 0) value = BigInt.asIntN(length * 8, value);
    return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  }
}
