/** An image file directory: tagged fields, sorted, whose longer values lie behind it (TIFF 6.0, section 2; BigTIFF). */

export const tiffTypes = { ascii: 2, short: 3, long: 4, rational: 5, long8: 16 } as const;
type TiffType = (typeof tiffTypes)[keyof typeof tiffTypes];

const sizes: Readonly<Record<TiffType, number>> = { 2: 1, 3: 2, 4: 4, 5: 8, 16: 8 };

interface TiffField {
  readonly tag: number;
  readonly type: TiffType;
  readonly count: number;
  readonly bytes: Uint8Array;
}

export class TiffDirectory {
  readonly #isBig: boolean;
  readonly #fields: TiffField[] = [];

  constructor(isBig: boolean) {
    this.#isBig = isBig;
  }

  add(tag: number, type: TiffType, values: readonly number[]): void {
    const bytes = new Uint8Array(values.length * sizes[type]);
    const data = new DataView(bytes.buffer);
    for (const [i, value] of values.entries()) {
      if (type === tiffTypes.short) data.setUint16(2 * i, value, true);
      else if (type === tiffTypes.long8) data.setBigUint64(8 * i, BigInt(value), true);
      else data.setUint32(4 * i, value, true);
    }
    this.#fields.push({ tag, type, count: values.length, bytes });
  }

  /** Ends with a zero, as ASCII fields do. */
  text(tag: number, text: string): void {
    const bytes = new TextEncoder().encode(`${text}\0`);
    this.#fields.push({ tag, type: tiffTypes.ascii, count: bytes.length, bytes });
  }

  /** A quotient of two whole numbers below 2³². */
  rational(tag: number, value: number): void {
    let divisor = 1;
    while (divisor < 1e6 && value * divisor * 10 < 2 ** 32 && !Number.isInteger(value * divisor)) divisor *= 10;
    const bytes = new Uint8Array(8);
    const data = new DataView(bytes.buffer);
    data.setUint32(0, Math.min(2 ** 32 - 1, Math.round(value * divisor)), true);
    data.setUint32(4, divisor, true);
    this.#fields.push({ tag, type: tiffTypes.rational, count: 1, bytes });
  }

  /** @param at where it will lie in the file @returns its bytes, and where in them the next directory's place goes */
  encode(at: number): { readonly bytes: Uint8Array; readonly next: number } {
    const [countBytes, fieldBytes, wordBytes] = this.#isBig ? [8, 20, 8] : [2, 12, 4];
    const fields = [...this.#fields].sort((a, b) => a.tag - b.tag);
    const next = countBytes + fieldBytes * fields.length;
    let end = next + wordBytes;
    const places = fields.map(({ bytes }) => {
      if (bytes.length <= wordBytes) return null;
      const place = end;
      end += bytes.length + (bytes.length % 2);
      return place;
    });
    const out = new Uint8Array(end + (end % 2));
    const data = new DataView(out.buffer);
    const word = (offset: number, value: number) => {
      if (this.#isBig) data.setBigUint64(offset, BigInt(value), true);
      else data.setUint32(offset, value, true);
    };
    if (this.#isBig) data.setBigUint64(0, BigInt(fields.length), true);
    else data.setUint16(0, fields.length, true);
    for (const [i, { tag, type, count, bytes }] of fields.entries()) {
      const field = countBytes + fieldBytes * i;
      data.setUint16(field, tag, true);
      data.setUint16(field + 2, type, true);
      word(field + 4, count);
      const place = places[i];
      if (place === null) out.set(bytes, field + 4 + wordBytes);
      else {
        word(field + 4 + wordBytes, at + place);
        out.set(bytes, place);
      }
    }
    return { bytes: out, next };
  }
}
