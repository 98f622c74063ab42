/** The labels of one layer through all levels of a hierarchy. */

import { ReticleError } from "../errors.ts";
import { type Affine, Transform } from "../geometry/index.ts";
import type { Cell } from "./cell.ts";
import { factsOf } from "./hierarchy.ts";
import { fromDbu } from "./units.ts";

/** A label where it lies in the top cell. */
export interface FlatLabel {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

/** The labels of a layer in database units, one by one: whoever wants only some of millions stops asking. */
export function* flatLabels(cell: Cell, key: number): Generator<FlatLabel> {
  // A stack of its own: a chain of cells may be longer than the call stack.
  const open: Iterator<Placed>[] = [];
  for (let next: Placed | null = { cell, transform: Transform.identity }; next !== null; ) {
    const { transform } = next;
    const labels = next.cell.shapesAt(key)?.labels;
    for (let i = 0; i < (labels?.count ?? 0); i++) {
      const [x, y] = transform.point(labels!.xy[2 * i], labels!.xy[2 * i + 1]);
      yield { text: labels!.texts[i], x, y };
    }
    open.push(membersWithLabels(next, key));
    next = null;
    while (next === null && open.length > 0) {
      const { done, value } = open[open.length - 1].next();
      if (done) open.pop();
      else next = value;
    }
  }
}

interface Placed {
  readonly cell: Cell;
  readonly transform: Affine;
}

function* membersWithLabels({ cell, transform }: Placed, key: number): Generator<Placed, undefined> {
  for (const reference of cell.references) {
    if (!factsOf(reference.cell).layers.get(key)?.labels) continue;
    for (let row = 0; row < reference.rows; row++) {
      for (let column = 0; column < reference.columns; column++) {
        const [dx, dy] = reference.displacement(column, row);
        yield { cell: reference.cell, transform: transform.times(reference.transform.moved(dx, dy)) };
      }
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
