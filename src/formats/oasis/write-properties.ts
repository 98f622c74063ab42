/** Writing PROPERTY records: names and texts by number; GDSII's numbered properties as `S_GDS_PROPERTY`. */
import { ReticleError } from "../../errors.ts";
import type { Property, PropertyList } from "../../layout/index.ts";
import type { Warnings } from "../warnings.ts";
import { ByteWriter } from "./byte-writer.ts";
import type { NameCollector } from "./name-collector.ts";
import { gdsProperty } from "./properties.ts";
import { Rec } from "./records.ts";

export class PropertyWriter {
  readonly #names: NameCollector;
  readonly #warnings: Warnings;
  readonly #cell: string | undefined;
  #last: Property | null = null;
  readonly #values = new ByteWriter();

  constructor(names: NameCollector, warnings: Warnings, cell: string | undefined) {
    this.#names = names;
    this.#warnings = warnings;
    this.#cell = cell;
  }

  write(writer: ByteWriter, properties: PropertyList): void {
    for (const property of properties) {
      if (property === this.#last) writer.unsigned(Rec.PROPERTY_REPEAT);
      else this.#write(writer, property);
      this.#last = property;
    }
  }

  /** UUUUVCNS with the name as a number. */
  #write(writer: ByteWriter, property: Property): void {
    const isGds = typeof property[0] === "number";
    const name = isGds ? gdsProperty : String(property[0]);
    const values = isGds ? this.#gdsValues(property) : property.slice(1);
    writer.unsigned(Rec.PROPERTY);
    writer.byte((Math.min(values.length, 15) << 4) | 0b110 | (isGds ? 1 : 0));
    writer.unsigned(this.#names.id("PROPNAME", name));
    if (values.length >= 15) writer.unsigned(values.length);
    for (const value of values) this.#value(value);
    writer.bytes(this.#values.take());
  }

  /** GDSII knows one text; several values are joined, as its writer does. */
  #gdsValues([attribute, ...values]: Property): (number | string)[] {
    if (!(Number.isSafeInteger(attribute) && Number(attribute) >= 0))
      throw this.#error(`property ${attribute} is not a whole number of 0 or more`);
    if (values.length !== 1 || typeof values[0] !== "string")
      this.#warnings.add("property", `the values of property ${attribute} are joined to one text`, {
        cell: this.#cell,
      });
    return [attribute, values.join(" ")];
  }

  #value(value: number | string): void {
    const writer = this.#values;
    if (typeof value === "string") {
      writer.byte(/^[ -~]*$/.test(value) ? 13 : 14);
      writer.unsigned(this.#names.id("PROPSTRING", value));
    } else if (Number.isSafeInteger(value) && Math.abs(value) < 2 ** 52) {
      writer.byte(value < 0 ? 9 : 8);
      if (value < 0) writer.signed(value);
      else writer.unsigned(value);
    } else if (Number.isFinite(value)) writer.double(value);
    else throw this.#error(`property value ${value} is not a finite number`);
  }

  #error(message: string): ReticleError {
    return new ReticleError("OasisError", "property", message, { place: { cell: this.#cell } });
  }
}
