/** Random streams of OASIS records in which most is left to modal variables, names and texts to tables. */
import { randomNumbers } from "../support/random-numbers.ts";
import { cblock, delta, file, Rec, signed, text, unsigned } from "./oasis-bytes.ts";

const cellNames = ["A", "B", "C"];
const texts = ["vdd", "gnd"];

export class RandomStream {
  readonly #next: () => number;

  readonly #records: number;

  /** @param records  about so many in a cell */
  constructor(seed: number, records = 9) {
    this.#next = randomNumbers(seed);
    this.#records = records;
  }

  /** Cells place only those before them, by name or by a number that a table before or behind them explains. */
  bytes(): Uint8Array {
    const tables = [...cellNames.flatMap((name) => [Rec.CELLNAME, ...text(name)])];
    // Not behind the cells: KLayout 0.30 then reads memory that it has given back.
    const strings = [
      ...texts.flatMap((one, i) => [Rec.TEXTSTRING_ID, ...text(one), 7 - i]),
      ...[Rec.PROPNAME, ...text("made"), Rec.PROPSTRING_ID, ...text("here"), 3],
    ];
    const cells = cellNames.flatMap((name, i) => {
      const head = this.#chance(0.5) ? [Rec.CELL, ...text(name)] : [Rec.CELL_ID, i];
      const records = Array.from(
        { length: Math.ceil(this.#records / 3) + this.#below(Math.ceil((4 * this.#records) / 3)) },
        () => this.#record(i),
      );
      const start = this.#first(i);
      const body = this.#chance(0.3) ? cblock(records.flat()) : records.flat();
      return [...head, ...start, ...body];
    });
    return this.#chance(0.5) ? file(strings, tables, cells) : file(strings, cells, tables);
  }

  #below(count: number): number {
    return Math.floor(this.#next() * count);
  }
  #chance(share: number): boolean {
    return this.#next() < share;
  }
  #coordinate(): number[] {
    return signed(this.#below(2000) - 1000);
  }
  #size(): number[] {
    return unsigned(1 + this.#below(400));
  }

  /** Says every variable once: what is never said is 0 here, what the cell before said in KLayout. */
  #first(cell: number): number[] {
    const repetition = [2, 1, ...unsigned(700)];
    return [
      ...[Rec.RECTANGLE, 0b01111111, 1, 0, 90, 50, ...signed(4), ...signed(-5), ...repetition],
      ...[Rec.POLYGON, 0b00100000, 0, 3, ...signed(60), ...signed(50), ...signed(-20)],
      ...[Rec.PATH, 0b11100000, 20, 0b1010, 4, 2, ...delta(100, 20), ...delta(-50, 80)],
      ...[Rec.TEXT, 0b01100011, 7, 1, 2],
      ...[Rec.CIRCLE, 0b00100000, 33],
      ...this.#property(false),
      ...(cell > 0 ? [Rec.PLACEMENT, 0b11000000, 0] : []),
    ];
  }

  #record(cell: number): number[] {
    const kinds = [
      () => [this.#chance(0.5) ? Rec.XYABSOLUTE : Rec.XYRELATIVE],
      () => this.#rectangle(),
      () => this.#shape(Rec.POLYGON, 0b00100000, () => this.#points()),
      () => this.#path(),
      () => this.#trapezoid(),
      () => this.#ctrapezoid(),
      () => this.#shape(Rec.CIRCLE, 0b00100000, () => this.#size()),
      () => this.#text(),
      () => (cell > 0 ? this.#placement(cell) : []),
      () => this.#property(),
    ];
    return kinds[this.#below(kinds.length)]();
  }

  /** An info byte of random bits below `own`, with layer, its own fields, place and repetition. */
  #element(type: number, info: number, fields: readonly number[]): number[] {
    const bits = (info & 0b11100000) | this.#below(32);
    return [
      type,
      bits,
      ...(bits & 1 ? [1 + this.#below(2)] : []),
      ...(bits & 2 ? [this.#below(2)] : []),
      ...fields,
      ...(bits & 16 ? this.#coordinate() : []),
      ...(bits & 8 ? this.#coordinate() : []),
      ...(bits & 4 ? this.#repetition() : []),
    ];
  }

  #shape(type: number, bit: number, fields: () => number[]): number[] {
    const isGiven = this.#chance(0.5);
    return this.#element(type, isGiven ? bit : 0, isGiven ? fields() : []);
  }

  #rectangle(): number[] {
    const isSquare = this.#chance(0.3);
    const [w, h] = [this.#chance(0.4), !isSquare && this.#chance(0.4)];
    const info = (isSquare ? 0x80 : 0) | (w ? 0x40 : 0) | (h ? 0x20 : 0);
    return this.#element(Rec.RECTANGLE, info, [...(w ? this.#size() : []), ...(h ? this.#size() : [])]);
  }

  #path(): number[] {
    const [extensions, width, points] = [this.#chance(0.4), this.#chance(0.4), this.#chance(0.4)];
    const info = (extensions ? 0x80 : 0) | (width ? 0x40 : 0) | (points ? 0x20 : 0);
    const scheme = this.#below(16);
    return this.#element(Rec.PATH, info, [
      ...(width ? unsigned(1 + this.#below(60)) : []),
      ...(extensions ? [scheme] : []),
      ...(extensions && scheme >> 2 === 3 ? unsigned(2 * this.#below(40)) : []),
      ...(extensions && (scheme & 3) === 3 ? unsigned(2 * this.#below(40)) : []),
      ...(points ? this.#points() : []),
    ]);
  }

  #trapezoid(): number[] {
    const type = Rec.TRAPEZOID + this.#below(3);
    // Large enough for its slants, so that it does not cross itself.
    return this.#element(type, 0b01100000 | (this.#chance(0.5) ? 0x80 : 0), [
      ...unsigned(200 + this.#below(200)),
      ...unsigned(200 + this.#below(200)),
      ...(type === Rec.TRAPEZOID_B ? [] : signed(this.#below(180) - 90)),
      ...(type === Rec.TRAPEZOID_A ? [] : signed(this.#below(180) - 90)),
    ]);
  }

  /** Of sizes that the standard allows, with one side where it allows one. */
  #ctrapezoid(): number[] {
    const type = this.#below(26);
    const [long, short] = [unsigned(200 + this.#below(200)), unsigned(1 + this.#below(90))];
    const needsWidth = type !== 20 && type !== 21;
    const needsHeight = type < 16 || !needsWidth || type === 24;
    const isFlat = type < 8 || type === 24;
    return this.#element(Rec.CTRAPEZOID, 0x80 | (needsWidth ? 0x40 : 0) | (needsHeight ? 0x20 : 0), [
      type,
      ...(needsWidth ? (isFlat ? long : short) : []),
      ...(needsHeight ? (isFlat ? short : long) : []),
    ]);
  }

  /** 0CNXYRTL */
  #text(): number[] {
    const isGiven = this.#chance(0.5);
    const byNumber = this.#chance(0.5);
    const name = byNumber ? [6 + this.#below(2)] : text(texts[this.#below(2)]);
    const bits = (isGiven ? (byNumber ? 0x60 : 0x40) : 0) | this.#below(32);
    return [
      Rec.TEXT,
      bits,
      ...(isGiven ? name : []),
      ...(bits & 1 ? [1 + this.#below(2)] : []),
      ...(bits & 2 ? [this.#below(2)] : []),
      ...(bits & 16 ? this.#coordinate() : []),
      ...(bits & 8 ? this.#coordinate() : []),
      ...(bits & 4 ? this.#repetition() : []),
    ];
  }

  /** CNXYRAAF, or CNXYRMAF twice as large: half units, which noise rounds up or down, do not arise. */
  #placement(cell: number): number[] {
    const isAny = this.#chance(0.3);
    const isGiven = this.#chance(0.5);
    const byNumber = this.#chance(0.5);
    const placed = this.#below(cell);
    const bits = (isGiven ? (byNumber ? 0xc0 : 0x80) : 0) | this.#below(64);
    return [
      isAny ? Rec.PLACEMENT_ANY : Rec.PLACEMENT,
      bits,
      ...(isGiven ? (byNumber ? [placed] : text(cellNames[placed])) : []),
      ...(isAny && bits & 4 ? [0, 2] : []),
      ...(isAny && bits & 2 ? [0, ...unsigned(90 * this.#below(4))] : []),
      ...(bits & 32 ? this.#coordinate() : []),
      ...(bits & 16 ? this.#coordinate() : []),
      ...(bits & 8 ? this.#repetition() : []),
    ];
  }

  #property(mayRepeat = true): number[] {
    if (mayRepeat && this.#chance(0.4)) return [Rec.PROPERTY_REPEAT];
    return this.#chance(0.5)
      ? [Rec.PROPERTY, 0b00110110, 0, 8, ...this.#size(), 13, 3, 10, ...text("x")]
      : [Rec.PROPERTY, 0b00010100, ...text("own"), 9, ...this.#coordinate()];
  }

  /** Of a polygon, and of a path as well: of type 0 to 3 two or four steps. */
  #points(): number[] {
    const type = this.#below(6);
    if (type < 2) return [type, 3, ...this.#away(), ...this.#away(), ...this.#away()];
    const step = () => {
      if (type === 2) return unsigned(4 * (1 + this.#below(300)) + this.#below(4));
      if (type === 3) return unsigned(8 * (1 + this.#below(300)) + this.#below(8));
      return this.#chance(0.5)
        ? delta(1 + this.#below(300), this.#below(300) - 150)
        : unsigned(16 * (1 + this.#below(300)) + 2 * this.#below(8));
    };
    const count = 2 + this.#below(3);
    return [type, count, ...Array.from({ length: count }, step).flat()];
  }

  #away(): number[] {
    return signed((this.#chance(0.5) ? 1 : -1) * (1 + this.#below(300)));
  }

  #repetition(): number[] {
    const [a, b] = [this.#size(), this.#size()];
    const [u, v] = [delta(1 + this.#below(300), this.#below(300) - 150), delta(-this.#below(90), 1 + this.#below(300))];
    const of: readonly number[][] = [
      [0],
      [1, 1, 2, ...a, ...b],
      [2, 1, ...a],
      [3, 1, ...b],
      [4, 1, ...a, ...b],
      [5, 1, 10, ...a, ...b],
      [6, 1, ...a, ...b],
      [7, 1, 10, ...a, ...b],
      [8, 1, 1, ...u, ...v],
      [9, 1, ...u],
      [10, 1, ...u, ...v],
      [11, 1, 5, ...u, ...v],
    ];
    return of[this.#below(of.length)];
  }
}
