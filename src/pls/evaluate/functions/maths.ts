/** Functions of numbers. Angles are degrees; results that have no number are errors. */
import { cosSinDegrees } from "../../../geometry/index.ts";
import { failure } from "../../diagnostics/index.ts";
import type { Value } from "../values.ts";
import type { CallArguments } from "./call-arguments.ts";

/** The angle in degrees, of which `unit` says what it is. */
export function angleOf(args: CallArguments, key: string): number {
  const angle = args.number(key);
  if (!args.has("unit")) return angle;
  const unit = args.text("unit");
  if (unit === "rad") return (angle * 180) / Math.PI;
  if (unit === "deg") return angle;
  throw failure("unit", `the unit "${unit}" is neither "deg" nor "rad"`, args.spanOf("unit"));
}

/** Exact where cosine and sine are 0, ½ or 1. */
export function cosSin(degrees: number): [number, number] {
  const turned = ((degrees % 360) + 360) % 360;
  const [cos, sin] = cosSinDegrees(degrees);
  if (turned % 30 !== 0) return [cos, sin];
  const tidy = (value: number) => (Math.abs(Math.abs(value) - 0.5) < 1e-9 ? Math.sign(value) / 2 : value);
  return [tidy(cos), tidy(sin)];
}

function tangent(args: CallArguments): number {
  const degrees = angleOf(args, "angle");
  const [cos, sin] = cosSin(degrees);
  if (cos === 0) throw failure("not-a-number", `the tangent of ${degrees}° is infinite`, args.spanOf("angle"));
  return ((degrees % 180) + 180) % 180 === 45 ? 1 : ((degrees % 180) + 180) % 180 === 135 ? -1 : sin / cos;
}

/** Degrees, without what the conversion leaves behind: acos(0.5) is 60. */
function degreesOf(radians: number): number {
  return Number(((radians * 180) / Math.PI).toPrecision(15));
}

function ratio(args: CallArguments): number {
  const value = args.number("ratio");
  if (value >= -1 && value <= 1) return value;
  throw failure("not-a-number", `${args.name} takes numbers from -1 to 1, and not ${value}`, args.spanOf("ratio"));
}

function several(args: CallArguments): number[] {
  const numbers = args.numbers();
  if (numbers.length > 0) return numbers;
  throw failure("missing-argument", `${args.name} needs at least one number`, args.span);
}

export const maths: Readonly<Record<string, (args: CallArguments) => Value>> = {
  cos: (args) => cosSin(angleOf(args, "angle"))[0],
  sin: (args) => cosSin(angleOf(args, "angle"))[1],
  tan: tangent,
  asin: (args) => degreesOf(Math.asin(ratio(args))),
  acos: (args) => degreesOf(Math.acos(ratio(args))),
  atan: (args) => degreesOf(Math.atan(args.number("ratio"))),
  atan2: (args) => degreesOf(Math.atan2(args.number("y"), args.number("x"))),
  abs: (args) => Math.abs(args.number("value")),
  sqrt(args) {
    const value = args.number("value");
    if (value >= 0) return Math.sqrt(value);
    throw failure("not-a-number", `the square root of ${value} is no number`, args.spanOf("value"));
  },
  int(args) {
    const value = args.get("value");
    if (typeof value !== "string") return Math.trunc(args.number("value"));
    const text = value.trim();
    if (/^[+-]?\d{1,300}$/.test(text)) return Number(text);
    throw failure("not-a-number", `int cannot read "${value}" as a whole number`, args.spanOf("value"));
  },
  min: (args) => several(args).reduce((a, b) => Math.min(a, b)),
  max: (args) => several(args).reduce((a, b) => Math.max(a, b)),
  mean: (args) => several(args).reduce((a, b) => a + b) / args.rest.length,
  char(args) {
    const index = args.number("i");
    if (Number.isInteger(index) && index >= 0 && index <= 25) return String.fromCharCode(97 + index);
    throw failure(
      "char-range",
      `char takes whole numbers from 0 ("a") to 25 ("z"), and not ${index}`,
      args.spanOf("i"),
    );
  },
};
