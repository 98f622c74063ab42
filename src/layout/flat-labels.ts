/** The labels of one layer through all levels of a hierarchy. */
import { ReticleError } from "../errors.ts";
import { fromDbu } from "../units.ts";
import type { Cell } from "./cell.ts";
import { factsOf } from "./hierarchy.ts";
import { type PlacedCellsOptions, placedCells } from "./placed-cells.ts";

/** A label where it lies in the top cell. */
export interface FlatLabel {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

/** The low bits of GDSII's PRESENTATION, where the label has them, as `LabelPose` has. */
export interface PosedLabel extends FlatLabel {
  readonly presentation: number | undefined;
}

/** The labels of a layer in database units, one by one: whoever wants only some of millions stops asking. */
export function* flatLabels(
  cell: Cell,
  key: number,
  options: Omit<PlacedCellsOptions, "boxOf"> = {},
): Generator<PosedLabel> {
  if ((factsOf(cell).layers.get(key)?.labels ?? 0) === 0) return;
  const boxOf = (below: Cell) => {
    const facts = factsOf(below).layers.get(key);
    return facts !== undefined && facts.labels > 0 ? facts.outer : null;
  };
  for (const { cell: holder, transform } of placedCells(cell, { ...options, boxOf })) {
    const shapes = holder.shapesAt(key);
    if (shapes === undefined || shapes.labelCount === 0) continue;
    const { labels } = shapes;
    const { texts, xy } = labels;
    for (let i = 0; i < texts.length; i++) {
      const [x, y] = transform.point(xy[2 * i], xy[2 * i + 1]);
      yield { text: texts[i], x, y, presentation: labels.poseOf(i).presentation };
    }
  }
}

/** The labels of a layer in µm, all at once. Throws a LayoutError `flatten-limit` where there are more than `limit`. */
export function labelsInMicrons(cell: Cell, key: number, limit: number): FlatLabel[] {
  const count = factsOf(cell).layers.get(key)?.labels ?? 0;
  if (count > limit) {
    throw new ReticleError(
      "LayoutError",
      "flatten-limit",
      `"${cell.name}" has ${count} labels on the layer when flat, above the limit of ${limit}`,
    );
  }
  const micron = (value: number) => fromDbu(value, cell.dbu);
  return Array.from(flatLabels(cell, key), ({ text, x, y }) => ({ text, x: micron(x), y: micron(y) }));
}
