/** Functions that measure shapes. */
import { failure } from "../../diagnostics/index.ts";
import { type Context, toMicrons } from "../context.ts";
import { ShapeValue } from "../shape-value.ts";
import { PointValue, type Value } from "../values.ts";
import type { CallArguments } from "./call-arguments.ts";

export const measures: Readonly<Record<string, (args: CallArguments, context: Context) => Value>> = {
  height: (args, { dbu }) => toMicrons(args.shape("shape").box?.height ?? 0, dbu),
  width: (args, { dbu }) => toMicrons(args.shape("shape").box?.width ?? 0, dbu),
  bb(args, { dbu }) {
    const { box } = args.shape("shape");
    return box === null ? ShapeValue.empty(dbu) : ShapeValue.box(box.left, box.bottom, box.right, box.top, dbu);
  },
  center(args, { dbu }) {
    const centroid = args.shape("shape").centroid;
    if (centroid === null) throw failure("empty-shape", "an empty shape has no centre", args.spanOf("shape"));
    return new PointValue(toMicrons(centroid[0], dbu), toMicrons(centroid[1], dbu));
  },
};
