/** The labels of one layer through all levels of a hierarchy. */
import { type Affine, Transform } from "../geometry/index.ts";
import type { Cell } from "./cell.ts";
import { factsOf } from "./hierarchy.ts";

export interface FlatLabel {
  readonly text: string;
  /** Database units of the top. */
  readonly x: number;
  readonly y: number;
}

/** The labels of a layer, one by one: whoever wants only some of millions stops asking. */
export function* flatLabels(cell: Cell, key: number, transform: Affine = Transform.identity): Generator<FlatLabel> {
  const labels = cell.shapesAt(key)?.labels;
  for (let i = 0; i < (labels?.count ?? 0); i++) {
    const [x, y] = transform.point(labels!.xy[2 * i], labels!.xy[2 * i + 1]);
    yield { text: labels!.texts[i], x, y };
  }
  for (const reference of cell.references) {
    if (!factsOf(reference.cell).layers.get(key)?.labels) continue;
    for (let row = 0; row < reference.rows; row++) {
      for (let column = 0; column < reference.columns; column++) {
        const [dx, dy] = reference.displacement(column, row);
        const member = transform.times(reference.transform.moved(dx, dy));
        yield* flatLabels(reference.cell, key, member);
      }
    }
  }
}
