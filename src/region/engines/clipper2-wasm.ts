/**
 * The adapter to clipper2-wasm, Clipper2 compiled to WebAssembly: booleans to paths. It is loaded on demand and its
 * memory is not collected: everything that was made is deleted. Points have a third number, which stays 0.
 */

import type { Clipper2ZFactoryFunction, MainModule, Paths64 } from "clipper2-wasm/dist/clipper2z.js";
// @ts-expect-error The package has its declarations in another folder than its "types" says.
import createClipper2 from "clipper2-wasm/dist/umd/clipper2z.js";
import { ReticleError } from "../../errors.ts";
import type { PolygonSet } from "../../geometry/index.ts";
import { checkForClipper2 } from "./clipper2-limit.ts";
import type { BooleanOperation, Contours, PolygonEngine } from "./engine.ts";

const clipTypes = { or: "Union", and: "Intersection", not: "Difference", xor: "Xor" } as const;
/** Numbers of a point. */
const size = 3;

export async function loadClipper2Wasm(): Promise<PolygonEngine> {
  const clipper2: MainModule = await (createClipper2 as unknown as Clipper2ZFactoryFunction)();
  return {
    name: "clipper2-wasm",
    // Its scanlines go across the whole input.
    takesAll: false,
    boolean: (operation, a, b) => booleanOf(clipper2, operation, a, b),
  };
}

function booleanOf(clipper2: MainModule, operation: BooleanOperation, a: PolygonSet, b: PolygonSet): Contours {
  checkForClipper2("clipper2-wasm", a, b);
  const clipper = new clipper2.Clipper64();
  const solution = new clipper2.Paths64();
  const [subject, clip] = [pathsOf(clipper2, a), pathsOf(clipper2, b)];
  try {
    clipper.SetPreserveCollinear(false);
    clipper.AddSubject(subject);
    clipper.AddClip(clip);
    const type = clipper2.ClipType[clipTypes[operation]];
    if (!clipper.ExecutePath(type, clipper2.FillRule.NonZero, solution)) {
      throw new ReticleError(
        "RegionError",
        "engine",
        `clipper2-wasm failed at "${operation}" of ${a.count} and ${b.count} polygons`,
      );
    }
    return contoursOf(solution);
  } finally {
    for (const made of [clipper, solution, subject, clip]) made.delete();
  }
}

function pathsOf(clipper2: MainModule, { xy, rings, ringCount }: PolygonSet): Paths64 {
  const paths = new clipper2.Paths64();
  for (let ring = 0; ring < ringCount; ring++) {
    const points = new BigInt64Array(size * (rings[ring + 1] - rings[ring]));
    for (let v = rings[ring], at = 0; v < rings[ring + 1]; v++, at += size) {
      points[at] = BigInt(xy[2 * v]);
      points[at + 1] = BigInt(xy[2 * v + 1]);
    }
    const path = new clipper2.Path64();
    path.assign(points);
    paths.push_back(path);
    path.delete();
  }
  return paths;
}

function contoursOf(paths: Paths64): Contours {
  const xy: number[] = [];
  const rings = [0];
  for (let i = 0; i < paths.size(); i++) {
    const path = paths.get(i);
    const points = path.view();
    for (let at = 0; at < points.length; at += size) xy.push(Number(points[at]), Number(points[at + 1]));
    path.delete();
    rings.push(xy.length / 2);
  }
  return { xy: Int32Array.from(xy), rings: Uint32Array.from(rings) };
}
