/** Methods that move, turn, scale and mirror: of shapes, and the first two of points. */
import { Affine, Transform } from "../../../geometry/index.ts";
import { failure } from "../../diagnostics/index.ts";
import type { Context } from "../context.ts";
import { ShapeValue } from "../shape-value.ts";
import { PointValue } from "../values.ts";
import { anchorPoint, type CallArguments } from "./call-arguments.ts";
import { angleOf, cosSin } from "./maths.ts";

/** By how much `translate` moves, µm, unless an anchor says where to. */
export function displacement(args: CallArguments): [number, number] {
  const first = args.get("dx");
  if (first instanceof PointValue) {
    if (!args.has("dy")) return [first.x, first.y];
    throw failure("type", "translate takes one point or two numbers", args.spanOf("dy"));
  }
  if (!args.has("dx") && !args.has("dy")) {
    const message = "translate needs dx and dy, a point, or an anchor: translate(10, 0), translate(sw=[0, 0])";
    throw failure("missing-argument", message, args.span);
  }
  if (args.isByPosition("dx") && !args.has("dy")) {
    throw failure("missing-argument", "translate needs two numbers, dx and dy; one is given", args.span);
  }
  return [args.numberOr("dx", 0), args.numberOr("dy", 0)];
}

type Mover = (shape: ShapeValue, args: CallArguments, context: Context) => ShapeValue;

const moves: Readonly<Record<string, Mover>> = {
  translate(shape, args, { dbu }) {
    const anchor = args.anchor();
    if (anchor === null) {
      const [dx, dy] = displacement(args);
      return shape.moved(dx / dbu, dy / dbu);
    }
    if (args.has("dx") || args.has("dy")) {
      const message = `translate takes either dx and dy or the anchor ${anchor.name}, not both`;
      throw failure("argument-twice", message, args.spanOf(anchor.name));
    }
    if (shape.box === null) return shape;
    const [x, y] = anchorPoint(shape.box, anchor.name);
    return shape.moved(anchor.point.x / dbu - x, anchor.point.y / dbu - y);
  },

  rotate(shape, args, { dbu }) {
    const degrees = angleOf(args, "angle");
    return about(shape, args, dbu, (dx, dy) => new Transform({ rotation: degrees, dx, dy }));
  },

  scale(shape, args, { dbu }) {
    const sx = args.number("sx");
    // .scale(2, [0, 0]): the point is its centre.
    const isPoint = args.get("sy") instanceof PointValue;
    const sy = isPoint ? sx : args.numberOr("sy", sx);
    for (const [key, factor] of [
      ["sx", sx],
      ["sy", sy],
    ] as const) {
      if (factor === 0) throw failure("scale", "a shape cannot be scaled by 0", args.spanOf(key));
    }
    return about(shape, args, dbu, (dx, dy) => new Affine(sx, 0, 0, sy, dx, dy), isPoint ? "sy" : "center");
  },

  mirror(shape, args, { dbu }) {
    const hasPoints = args.has("p") || args.has("q");
    const hasLines = args.has("x") || args.has("y");
    if (hasPoints === hasLines) {
      const message = hasPoints
        ? "mirror takes either points or lines x=, y=, not both"
        : "mirror needs a point [x, y], two points, or a line x=… or y=…";
      throw failure("missing-argument", message, args.span);
    }
    if (hasLines) {
      const [x, y] = [args.numberOr("x", 0) / dbu, args.numberOr("y", 0) / dbu];
      const [a, d] = [args.has("x") ? -1 : 1, args.has("y") ? -1 : 1];
      return shape.transformed(new Affine(a, 0, 0, d, 2 * x, 2 * y));
    }
    const p = args.point("p");
    if (!args.has("q")) return shape.transformed(new Affine(-1, 0, 0, -1, (2 * p.x) / dbu, (2 * p.y) / dbu));
    return shape.transformed(mirrorAtLine(p, args.point("q"), args, dbu));
  },
};

/** Reflection at the line through p with the direction (u, v):   p + [[u²−v², 2uv], [2uv, v²−u²]]·(r − p) / (u²+v²) */
function mirrorAtLine(p: PointValue, q: PointValue, args: CallArguments, dbu: number): Affine {
  const [u, v] = [q.x - p.x, q.y - p.y];
  const squared = u * u + v * v;
  if (squared === 0) throw failure("mirror", "the two points of mirror's line are the same", args.spanOf("q"));
  const [a, b] = [(u * u - v * v) / squared, (2 * u * v) / squared];
  const [x, y] = [p.x / dbu, p.y / dbu];
  return new Affine(a, b, b, -a, x - (a * x + b * y), y - (b * x - a * y));
}

function about(
  shape: ShapeValue,
  args: CallArguments,
  dbu: number,
  make: (dx: number, dy: number) => Affine,
  key = "center",
): ShapeValue {
  const center = args.pointOr(key, null);
  const point = center === null ? shape.centroid : ([center.x / dbu, center.y / dbu] as const);
  if (point === null) return shape;
  const [x, y] = point;
  const [u, v] = make(0, 0).point(x, y);
  return shape.transformed(make(x - u, y - v));
}

/** These methods with their `copy=`, which keeps what was there. */
export const shapeMoves: Readonly<Record<string, Mover>> = Object.fromEntries(
  Object.entries(moves).map(([name, move]) => {
    const withCopy: Mover = (shape, args, context) => {
      context.budget.vertices(shape.vertexCount, args);
      const moved = move(shape, args, context);
      return args.flag("copy") ? ShapeValue.union([shape, moved]) : moved;
    };
    return [name, withCopy];
  }),
);

export const pointMoves: Readonly<Record<string, (point: PointValue, args: CallArguments) => PointValue>> = {
  translate(point, args) {
    const [dx, dy] = displacement(args);
    return new PointValue(point.x + dx, point.y + dy);
  },
  rotate(point, args) {
    const center = args.pointOr("center", null) ?? new PointValue(0, 0);
    const [cos, sin] = cosSin(angleOf(args, "angle"));
    const [x, y] = [point.x - center.x, point.y - center.y];
    return new PointValue(center.x + cos * x - sin * y, center.y + sin * x + cos * y);
  },
};
