/** Odd and broken GDSII, made by hand: what KLayout 0.30 reads is read here with the same shapes, what it refuses is refused. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { withoutPython } from "../support/project.ts";
import {
  aref,
  bits,
  boundary,
  end,
  int2,
  int4,
  library,
  Rec,
  reals,
  record,
  sref,
  structure,
  text,
} from "./gds-bytes.ts";
import { unlikeKLayout } from "./odd-files.ts";

const square = [0, 0, 0, 1000, 1000, 1000, 1000, 0, 0, 0];
const unit = structure("U", boundary(1, 0, square), boundary(2, 0, [0, 0, 700, 0, 0, 300, 0, 0]));
const turned = [
  ...bits(Rec.STRANS, 0x8000),
  ...record(Rec.MAG, 5, ...reals["2"]),
  ...record(Rec.ANGLE, 5, ...reals["90"]),
];

/** Names that say what is odd, and the bytes. */
function* oddFiles(): Generator<[name: string, bytes: Uint8Array]> {
  const one = (...elements: readonly number[][]) => library(unit, structure("A", ...elements));
  for (const spine of [
    [0, 0, 1000, 0, 1000, 2000],
    [0, 0, 1000, 1000],
    [0, 0, 1000, 0, 0, 100],
    [0, 0, 10, 0, 10, 10, 20, 10],
    [5, 5],
  ])
    for (const type of [0, 1, 2, 4])
      for (const width of [100, 0, 2]) {
        const start = [...record(Rec.PATH, 0), ...int2(Rec.LAYER, 1), ...int2(Rec.DATATYPE, 0)];
        const size = [...int2(Rec.PATHTYPE, type), ...int4(Rec.WIDTH, width)];
        const ends = [...int4(Rec.BGNEXTN, 30), ...int4(Rec.ENDEXTN, 70)];
        yield [
          `path ${spine} type ${type} width ${width}`,
          one([...start, ...size, ...int4(Rec.XY, ...spine), ...end]),
        ];
        yield [
          `path ${spine} type ${type} width ${width} ends`,
          one([...start, ...size, ...ends, ...int4(Rec.XY, ...spine), ...end]),
        ];
      }
  const arrays: [number, number, number[]][] = [
    [3, 2, [0, 0, 3001, 0, 0, 2001]],
    [0, 2, [0, 0, 3000, 0, 0, 2000]],
    [3, 0, [0, 0, 3000, 0, 0, 2000]],
    [3, 2, [0, 0, 0, 0, 0, 2000]],
    [3, 2, [5, 5, 5, 5, 5, 5]],
    [3, 2, [0, 0, 3000, 1500, -500, 2000]],
    [7, 3, [0, 0, 100, 0, 0, 100]],
    [5, 1, [0, 0, 3, 2, 0, 0]],
    [3, 2, [0, 0, -3000, 0, 0, -2000]],
    [65535, 2, [0, 0, 131070, 0, 0, 20]],
  ];
  for (const [columns, rows, xy] of arrays)
    yield [`array ${columns} × ${rows} ${xy}`, one(aref("U", columns, rows, xy))];
  const rings = [
    [5, 5, 5, 5, 5, 5, 5, 5],
    [0, 0, 10, 0, 10, 0, 0, 0],
    [0, 0, 10, 0, 20, 0, 0, 0],
    [0, 0, 0, 20, 0, 10, 10, 10, 10, 0, 0, 0],
    [0, 0, 1000, 1000, 1000, 0, 0, 1000, 0, 0],
    [0, 0, 1000, 0],
    [0, 0, 1000, 0, 0, 1000],
  ];
  for (const ring of rings) yield [`ring ${ring}`, one(boundary(1, 0, ring))];
  // Each record left out, twice, and the file cut before it and within it.
  const whole = [...library(unit, structure("T", sref("U", 1, 2, turned), boundary(3, 0, square)))];
  for (let at = 0, number = 0; at < whole.length; number++) {
    const next = at + whole[at] * 256 + whole[at + 1];
    yield [`without record ${number}`, Uint8Array.from([...whole.slice(0, at), ...whole.slice(next)])];
    // KLayout refuses a second XY behind a short one; here boundaries may have several.
    if (whole[at + 2] !== Rec.XY)
      yield [`record ${number} twice`, Uint8Array.from([...whole.slice(0, next), ...whole.slice(at)])];
    yield [`cut before record ${number}`, Uint8Array.from(whole.slice(0, at))];
    yield [`cut within record ${number}`, Uint8Array.from(whole.slice(0, at + 3))];
    at = next;
  }
  yield ["text after the end", Uint8Array.from([...whole, ...text(Rec.STRING, "more")])];
}

test("readGds of odd and broken files: as KLayout's Layout.read", { skip: withoutPython }, async () => {
  assert.deepEqual(await unlikeKLayout([...oddFiles()]), []);
});
