/** `+ - * / ^` and signs, by the kinds of what they join. */
import { type Failure, failure, type Span } from "../diagnostics/index.ts";
import { numberText } from "../number-text.ts";
import { ShapeValue } from "./shape-value.ts";
import { describe, PointValue, ReferenceValue, type Value } from "./values.ts";

type Operator = "+" | "-" | "*" | "/" | "^";

/** @param span of both operands, `at` of the operator */
export function operate(operator: Operator, a: Value, b: Value, at: Span, span: Span): Value {
  if (typeof a === "number" && typeof b === "number")
    return finite(ofNumbers(operator, a, b, span), operator, a, b, span);
  if (a instanceof ShapeValue && b instanceof ShapeValue) return ofShapes(operator, a, b, at);
  if (a instanceof PointValue || b instanceof PointValue) return ofPoints(operator, a, b, at, span);
  if (operator === "+" && isText(a, b)) return asText(a) + asText(b);
  throw mixed(operator, a, b, at);
}

export function negate(value: Value, isNegative: boolean, span: Span): Value {
  if (typeof value === "number") return isNegative ? -value : value;
  if (value instanceof PointValue) return isNegative ? new PointValue(-value.x, -value.y) : value;
  const message = `${isNegative ? "-" : "+"} before ${describe(value)} has no meaning; it is for numbers and points`;
  throw failure("operands", message, span);
}

function ofNumbers(operator: Operator, a: number, b: number, span: Span): number {
  if (operator === "+") return a + b;
  if (operator === "-") return a - b;
  if (operator === "*") return a * b;
  if (operator === "^") return a ** b;
  if (b !== 0) return a / b;
  throw failure("division-by-zero", `${numberText(a)} is divided by 0`, span);
}

function finite(value: number, operator: Operator, a: number, b: number, span: Span): number {
  if (Number.isFinite(value)) return value;
  throw failure("not-a-number", `${numberText(a)} ${operator} ${numberText(b)} is no finite number`, span);
}

function ofShapes(operator: Operator, a: ShapeValue, b: ShapeValue, at: Span): ShapeValue {
  if (operator === "+") return ShapeValue.union([a, b]);
  if (operator === "-") return ShapeValue.of(a.region.not(b.region));
  if (operator === "*") return ShapeValue.of(a.region.and(b.region));
  throw failure("operands", `shapes know + (union), - (difference) and * (intersection), and no ${operator}`, at);
}

function ofPoints(operator: Operator, a: Value, b: Value, at: Span, span: Span): PointValue {
  if (a instanceof PointValue && b instanceof PointValue) {
    if (operator === "+") return new PointValue(a.x + b.x, a.y + b.y);
    if (operator === "-") return new PointValue(a.x - b.x, a.y - b.y);
  }
  if (operator === "*" && a instanceof PointValue && typeof b === "number") return new PointValue(a.x * b, a.y * b);
  if (operator === "*" && typeof a === "number" && b instanceof PointValue) return new PointValue(a * b.x, a * b.y);
  if (operator === "/" && a instanceof PointValue && typeof b === "number") {
    if (b === 0) throw failure("division-by-zero", `${describe(a)} is divided by 0`, span);
    return new PointValue(a.x / b, a.y / b);
  }
  throw mixed(operator, a, b, at);
}

function isText(a: Value, b: Value): boolean {
  const isOne = (value: Value) => typeof value === "string" || typeof value === "number";
  return isOne(a) && isOne(b);
}

function asText(value: Value): string {
  return typeof value === "number" ? numberText(value) : String(value);
}

function mixed(operator: Operator, a: Value, b: Value, at: Span): Failure {
  if (a instanceof ReferenceValue || b instanceof ReferenceValue) {
    return failure("operands", `references cannot be joined by ${operator}; each stands alone in its body`, at);
  }
  const message = `${operator} cannot join ${describe(a)} and ${describe(b)}`;
  const isScale = operator === "*" && (a instanceof ShapeValue || b instanceof ShapeValue);
  return failure("operands", message, at, { hint: isScale ? "a shape is made larger by .scale(factor)" : null });
}
