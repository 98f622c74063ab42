/**
 * Python's format mini-language for numbers and strings (docs.python.org, "Format Specification Mini-Language"), as far
 * as names of cells need it:  [[fill]align][sign][#][0][width][grouping][.precision][type]
 */
import { numberText } from "../number-text.ts";

export interface FormatSpec {
  readonly fill: string;
  readonly align: "" | "<" | ">" | "^" | "=";
  readonly sign: "-" | "+" | " ";
  readonly hasZeros: boolean;
  readonly width: number;
  readonly grouping: string;
  readonly precision: number | null;
  readonly type: string;
}

const pattern = /^(?:(.)?([<>^=]))?([+\- ])?(#)?(0)?(\d{1,4})?([_,])?(?:\.(\d{1,3}))?([a-zA-Z%])?$/su;
const numberTypes = "deEfFgGn%";
const widest = 200;

/** Null for what is no format specification that numbers or strings know. */
export function parseFormat(text: string): FormatSpec | null {
  const found = pattern.exec(text);
  if (found === null) return null;
  const [, fill, align, sign, alternate, zeros, width, grouping, precision, type = ""] = found;
  if (alternate !== undefined || (type !== "" && !`${numberTypes}s`.includes(type))) return null;
  if (Number(width ?? 0) > widest || Number(precision ?? 0) > 100) return null;
  return {
    fill: fill ?? (zeros === undefined ? " " : "0"),
    align: (align ?? (zeros === undefined ? "" : "=")) as FormatSpec["align"],
    sign: (sign ?? "-") as FormatSpec["sign"],
    hasZeros: zeros !== undefined,
    width: Number(width ?? 0),
    grouping: grouping ?? "",
    precision: precision === undefined ? null : Number(precision),
    type,
  };
}

/** Null where a value of this kind has no such format: "d" of 2.5, "s" of a number. */
export function formatValue(value: number | string, spec: FormatSpec): string | null {
  if (typeof value === "string") {
    if (spec.type !== "" && spec.type !== "s") return null;
    if (spec.sign !== "-" || spec.grouping !== "" || (spec.align === "=" && !spec.hasZeros)) return null;
    const shown = spec.precision === null ? value : [...value].slice(0, spec.precision).join("");
    return padded(shown, "", spec, "<");
  }
  if (spec.type === "s") return null;
  const digits = digitsOf(Math.abs(value), spec);
  if (digits === null) return null;
  const isNegative = value < 0 || Object.is(value, -0);
  const sign = isNegative ? "-" : spec.sign === "-" ? "" : spec.sign;
  return padded(grouped(digits, spec.grouping), sign, spec, ">");
}

function digitsOf(value: number, { type, precision }: FormatSpec): string | null {
  if (type === "d") return Number.isInteger(value) && precision === null ? wholeText(value) : null;
  if (type === "f" || type === "F") return fixed(value, precision ?? 6);
  if (type === "%") return `${fixed(value * 100, precision ?? 6)}%`;
  if (type === "e" || type === "E") {
    const text = exponent(exponential(value, precision ?? 6));
    return type === "E" ? text.toUpperCase() : text;
  }
  if (type === "" && precision === null) return exponent(numberText(value));
  const text = general(value, precision ?? 6);
  return type === "G" ? text.toUpperCase() : text;
}

/** `toFixed` writes exponents from 1e21 on. */
function fixed(value: number, precision: number): string {
  if (value < 1e21)
    return halfToEven(value.toFixed(precision), value.toFixed(Math.min(100, precision + 60)), precision);
  return wholeText(value) + (precision > 0 ? `.${"0".repeat(precision)}` : "");
}

function exponential(value: number, precision: number): string {
  const [rounded, tail] = value.toExponential(precision).split("e");
  const [exact, exactTail] = value.toExponential(Math.min(100, precision + 60)).split("e");
  // 9.5 that becomes 1e1 is no tie that could go down by a digit alone.
  return tail === exactTail ? `${halfToEven(rounded, exact, precision)}e${tail}` : `${rounded}e${tail}`;
}

/** JavaScript rounds what lies in the middle up, Python to the even digit. All digits of a double are known. */
function halfToEven(rounded: string, exact: string, precision: number): string {
  const point = exact.indexOf(".");
  const end = precision === 0 ? point : point + 1 + precision;
  const rest = exact.slice(precision === 0 ? end + 1 : end);
  if (!/^50*$/.test(rest)) return rounded;
  const down = exact.slice(0, end);
  return Number(down.at(-1)) % 2 === 0 ? down : rounded;
}

function wholeText(value: number): string {
  return BigInt(value).toString();
}

function general(value: number, precision: number): string {
  const digits = Math.max(1, precision);
  if (value === 0) return "0";
  const power = Number(value.toExponential(digits - 1).split("e")[1]);
  const isLong = power < -4 || power >= digits;
  const text = isLong ? exponential(value, digits - 1) : fixed(value, Math.max(0, digits - 1 - power));
  const [mantissa, tail] = text.split("e");
  const short = mantissa.includes(".") ? mantissa.replace(/\.?0+$/, "") : mantissa;
  return tail === undefined ? short : exponent(`${short}e${tail}`);
}

/** Python writes two digits at least: 1e+05. */
function exponent(text: string): string {
  return text.replace(/e([+-])(\d)$/, "e$10$2");
}

function grouped(digits: string, separator: string): string {
  if (separator === "") return digits;
  return digits.replace(/^\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, separator));
}

function padded(text: string, sign: string, { fill, align, width }: FormatSpec, usual: "<" | ">"): string {
  const missing = width - [...text].length - sign.length;
  if (missing <= 0) return sign + text;
  const side = align === "" || (align === "=" && usual === "<") ? usual : align;
  if (side === "=") return sign + fill.repeat(missing) + text;
  if (side === "<") return sign + text + fill.repeat(missing);
  if (side === ">") return fill.repeat(missing) + sign + text;
  const left = missing >> 1;
  return fill.repeat(left) + sign + text + fill.repeat(missing - left);
}
