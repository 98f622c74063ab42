/** Functions that make shapes. */
import { Region, text as textRegion } from "../../../region/index.ts";
import { failure } from "../../diagnostics/index.ts";
import { numberText } from "../../number-text.ts";
import type { Context } from "../context.ts";
import { ShapeValue } from "../shape-value.ts";
import { describe, PointValue } from "../values.ts";
import { anchorPoint, type CallArguments } from "./call-arguments.ts";
import { largestVersion, qrSquares } from "./qr-squares.ts";

type Maker = (args: CallArguments, context: Context) => ShapeValue;

export const shapeMakers: Readonly<Record<string, Maker>> = {
  rect(args, { dbu }) {
    if (args.get("dx") instanceof PointValue || args.get("dy") instanceof PointValue) return rectOfCorners(args, dbu);
    if (!args.has("dx")) {
      const what = args.has("dy") ? "its width, dx, as well" : "a size: rect(10), rect(10, 5) or rect(dx=10, dy=5)";
      throw failure("missing-argument", `rect needs ${what}`, args.span);
    }
    const width = Math.abs(args.number("dx")) / dbu;
    // One size makes a square, but dx= alone has forgotten its partner.
    if (!args.has("dy") && !args.isByPosition("dx")) {
      throw failure("missing-argument", "rect needs its height, dy, as well as dx", args.span);
    }
    const height = args.has("dy") ? Math.abs(args.number("dy")) / dbu : width;
    const [x, y] = corner(args, width, height, dbu);
    return ShapeValue.box(x, y, x + width, y + height, dbu);
  },

  polygon(args, { dbu, budget }) {
    const points = args.rest.map((given) => {
      if (given.value instanceof PointValue) return given.value;
      throw failure(
        "type",
        `a polygon is made of points [x, y], and not of ${describe(given.value)}`,
        args.spanAt(given.node),
      );
    });
    if (points.length < 3) {
      const message = `a polygon needs three points or more, and not ${points.length}`;
      throw failure("polygon-points", message, args.span);
    }
    budget.vertices(points.length, args);
    return ShapeValue.ring(Float64Array.from(points.flatMap(({ x, y }) => [x / dbu, y / dbu])), dbu);
  },

  text(args, { dbu, budget }) {
    const string = textOf(args);
    const [height, width] = [positive(args, "dy"), positive(args, "dx")];
    if ((height === undefined) === (width === undefined)) {
      const which = height === undefined ? "neither is given" : "both are given";
      throw failure("text-size", `text needs either dy, the height of its line, or dx, its width; ${which}`, args.span);
    }
    const font = args.has("font") ? args.text("font") : "stencil";
    if (font !== "stencil" && font !== "solid") {
      throw failure("font", `the font "${font}" is neither "stencil" nor "solid"`, args.spanOf("font"));
    }
    const anchor = args.anchor();
    const position = anchor === null ? undefined : ([anchor.point.x, anchor.point.y] as const);
    const made = textRegion(string, { height, width, dbu, font, at: anchor?.name, position });
    budget.vertices(made.polygons.vertexCount, args);
    return ShapeValue.of(made);
  },

  qrcode(args, { dbu, budget }) {
    const string = textOf(args);
    const height = positive(args, "dy")!;
    const width = positive(args, "dx") ?? height;
    const robust = args.wholeNumber("robust", 1, 2);
    if (robust > 4) throw failure("qrcode", `robust is ${robust}, but 4 is the most`, args.spanOf("robust"));
    const version = args.has("res") ? args.wholeNumber("res", 1) : undefined;
    if (version !== undefined && version > largestVersion) {
      throw failure("qrcode", `res is ${version}, but ${largestVersion} is the largest version`, args.spanOf("res"));
    }
    const found = qrSquares(string, robust, version);
    if (found === null) throw failure("qrcode", "this text is too long for a QR code", args.spanOf("string"));
    const { boxes, size } = found;
    budget.vertices(boxes.length, args);
    const [x, y] = corner(args, width / dbu, height / dbu, dbu);
    const [sx, sy] = [width / dbu / size, height / dbu / size];
    const shapes: ShapeValue[] = [];
    for (let i = 0; i < boxes.length; i += 4) {
      const [left, bottom, right, top] = [boxes[i], boxes[i + 1], boxes[i + 2], boxes[i + 3]];
      shapes.push(ShapeValue.box(x + left * sx, y + bottom * sy, x + right * sx, y + top * sy, dbu));
    }
    return ShapeValue.of(Region.or(Region.empty({ dbu }), ...shapes.map(({ region }) => region)));
  },
};

function rectOfCorners(args: CallArguments, dbu: number): ShapeValue {
  const [p, q] = [args.point("dx"), args.point("dy")];
  const [left, right] = [Math.min(p.x, q.x) / dbu, Math.max(p.x, q.x) / dbu];
  const [bottom, top] = [Math.min(p.y, q.y) / dbu, Math.max(p.y, q.y) / dbu];
  const made = ShapeValue.box(left, bottom, right, top, dbu);
  const anchor = args.anchor();
  if (anchor === null || made.box === null) return made;
  const [x, y] = anchorPoint(made.box, anchor.name);
  return made.moved(anchor.point.x / dbu - x, anchor.point.y / dbu - y);
}

/** Where the lower left corner goes, database units. */
function corner(args: CallArguments, width: number, height: number, dbu: number): [number, number] {
  const anchor = args.anchor();
  if (anchor === null) return [-width / 2, -height / 2];
  const { name, point } = anchor;
  const x = name.includes("w") ? 0 : name.includes("e") ? width : width / 2;
  const y = name.includes("s") ? 0 : name.includes("n") ? height : height / 2;
  return [point.x / dbu - x, point.y / dbu - y];
}

function textOf(args: CallArguments): string {
  const value = args.get("string");
  const string = typeof value === "number" ? numberText(value) : args.text("string");
  if (string.trim() !== "") return string;
  throw failure("empty-text", `${args.name} needs a text that is not empty or blank`, args.spanOf("string"));
}

function positive(args: CallArguments, key: string): number | undefined {
  if (!args.has(key)) return undefined;
  const value = args.number(key);
  if (value > 0) return value;
  throw failure("size", `${args.name}'s ${key} is ${value}, but must be above 0`, args.spanOf(key));
}
