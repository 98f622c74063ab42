import assert from "node:assert/strict";
import { test } from "node:test";
import { box } from "../../src/geometry/index.ts";
import { type Cell, cell, label, path, render } from "../../src/layout/index.ts";
import { circle, polygon, rect } from "../../src/region/index.ts";

/** Boxes, curves of many vertices, a straight and a bent path, a label; placed turned, mirrored, enlarged and as an array. */
function chip(): { readonly top: Cell; readonly unit: Cell } {
  const unit = cell("unit")
    .add(
      [1, 0],
      box(0, 0, 3, 2),
      circle(2.5).translate(4, 4),
      polygon([
        [0, 5],
        [3, 6],
        [1, 8],
      ]),
    )
    .add(
      [2, 0],
      path(
        [
          [0, 0],
          [9, 0],
        ],
        { width: 0.5 },
      ),
      path(
        [
          [0, 0],
          [5, 5],
          [5, 9],
        ],
        { width: 0.4 },
      ),
    )
    .add([2, 0], label("u", 1, 1));
  const block = cell("block").add(unit.array(3, 2, { pitch: [12, 12] }), unit.at(0, 40, { rotation: 90 }));
  const top = cell("chip").add(
    block.at(0, 0),
    block.at(60, 0, { rotation: 30 }),
    block.at(60, 60, { mirror: true, magnification: 0.5 }),
    unit.places([
      [5, 70],
      [20, 70],
    ]),
  );
  return { top, unit };
}

const bytes = (source: Cell, options: Parameters<typeof render>[1] = {}) =>
  render(source, { size: [300, 300], ...options }).toArray();

test("the second picture of a layout, and all after it, are the first one", () => {
  for (const how of [{}, { oversampling: 2 }, { antialias: true }, { window: box(3, 3, 61, 44) }, { depth: 1 }]) {
    const one = chip().top;
    const first = bytes(one, how);
    for (let again = 0; again < 3; again++) assert.deepEqual(bytes(one, how), first);
    // What other pictures have kept of it changes nothing.
    bytes(one, { window: box(0, 0, 8, 8) });
    assert.deepEqual(bytes(one, how), first);
    assert.deepEqual(bytes(chip().top, how), first);
  }
});

test("what is added to a cell after a picture is in the next one", () => {
  const seen = chip();
  const fresh = chip();
  const before = bytes(seen.top);
  for (const { unit } of [seen, fresh])
    unit
      .add(
        [1, 0],
        polygon([
          [5, 0],
          [9, 1],
          [7, 3],
        ]),
        rect(1).translate(9, 9),
      )
      .add([2, 0], label("new", 6, 6));
  assert.notDeepEqual(bytes(seen.top), before);
  assert.deepEqual(bytes(seen.top), bytes(fresh.top));
});

test("shapes and labels are the same in a window that holds all of a layout and in one that holds a part", () => {
  const one = chip().top;
  const pitch = 0.25;
  const whole = render(one, { window: box(-40, -20, 120, 140), pitch });
  const part = render(one, { window: box(10, 6, 60, 56), pitch });
  // The corners lie whole stipples from each other. Labels are written to the right and up: 40 pixels from the border the part has all that the whole has.
  const air = 40;
  const [rows, columns] = part.shape;
  let ink = 0;
  for (let row = air; row < rows - air; row++)
    for (let column = air; column < columns - air; column++)
      for (let channel = 0; channel < 3; channel++) {
        const value = part.get(row, column, channel);
        if (value < 255) ink++;
        assert.equal(value, whole.get(row + 104, column + 200, channel), `row ${row}, column ${column}`);
      }
  assert.ok(ink > 1000);
});
