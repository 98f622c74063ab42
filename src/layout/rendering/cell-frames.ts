/** What a picture of limited depth shows of the cells that it does not look into: their boxes, and their names. */
import { type Box, PolygonSetBuilder } from "../../geometry/index.ts";
import { dashOf, type LayerPaint, type PaintedLayer, type PlacedText, type Rgb, stippleOf } from "../../view/index.ts";
import type { Cell } from "../cell.ts";
import { factsOf } from "../hierarchy.ts";
import { placedCells } from "../placed-cells.ts";
import type { BlendedLayer } from "./blend-layers.ts";
import { firstInSquare, type ShownPart } from "./shown-texts.ts";

/** Pixels: a name is shown in boxes that are larger both ways, as in KLayout. */
const leastNamed = 16;

/** A layer below all others. */
export function cellFrames(
  cell: Cell,
  background: Rgb,
  { window, depth, frame, check }: ShownPart,
): BlendedLayer & PaintedLayer {
  const builder = new PolygonSetBuilder();
  const names: PlacedText[] = [];
  const { left, bottom, scale } = frame;
  const isFirst = firstInSquare();
  const boxOf = (below: Cell) => factsOf(below).outer;
  const places = placedCells(cell, { boxOf, window, depth: depth + 1, detail: 1 / scale });
  for (const { cell: hidden, transform, level } of depth < factsOf(cell).depth ? places : []) {
    check?.();
    if (level <= depth) continue;
    const box = transform.box(boxOf(hidden)!);
    if (!box.touches(window)) continue;
    addFrame(builder, box);
    if (Math.min(box.width, box.height) * scale <= leastNamed) continue;
    const [x, y] = box.center;
    const middle = { x: (x - left) * scale, y: (y - bottom) * scale };
    if (isFirst(middle.x, middle.y)) names.push({ text: hidden.name, ...middle, across: 0.5, up: 0.5 });
  }
  const boxes = builder.view();
  return {
    paint: framePaint(background),
    polygons: () => boxes,
    draw: (painter) => painter.append(boxes, null),
    texts: () => names,
  };
}

/** Beyond the 32-bit range nothing is seen. */
function addFrame(builder: PolygonSetBuilder, box: Box): void {
  const whole = (value: number) => Math.min(2 ** 31 - 1, Math.max(-(2 ** 31), Math.round(value)));
  builder.rectangle(whole(box.left), whole(box.bottom), whole(box.right), whole(box.top));
}

/** Black on light backgrounds, white on dark ones. */
function framePaint(background: Rgb): LayerPaint {
  const color: Rgb = background[1] >= 128 ? [0, 0, 0] : [255, 255, 255];
  return {
    fillColor: color,
    frameColor: color,
    stipple: stippleOf(1),
    stipplePhase: 0,
    lineWidth: 1,
    dash: dashOf(0),
    isTransparent: false,
    isMarked: false,
    isCrossed: false,
  };
}
