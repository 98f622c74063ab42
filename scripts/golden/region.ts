/**
 * Golden regions: areas of `or and not xor` and of each operand, in exact rational arithmetic. Manhattan groups are
 * equal to the last unit; elsewhere the integer grid may move each edge by up to 1 dbu (the file's tolerance).
 */
import { type PolygonSet, PolygonSetBuilder } from "../../src/geometry/index.ts";
import { Region } from "../../src/region/index.ts";
import type { GoldenCheck, GoldenFailure } from "./index.ts";

type Rings = [number, number][][];

interface RegionCase {
  readonly A: Rings;
  readonly B: Rings;
  readonly exact: Record<"or" | "and" | "not" | "xor" | "A" | "B", number>;
}

/** Every engine gets every case. */
const engines = ["own", "sweep", "clipper2-wasm", "clipper2-js"];

export const checkRegions: GoldenCheck = async ({ json }) => {
  const { groups } = json as { groups: Record<string, RegionCase[]> };
  const failures: GoldenFailure[] = [];
  let passed = 0;
  for (const engine of engines) {
    await Region.useEngine(engine);
    for (const [group, cases] of Object.entries(groups)) {
      cases.forEach((one, i) => {
        const problem = failureOf(one, group.startsWith("manh"));
        if (problem === undefined) passed++;
        else failures.push({ name: `${group} ${i}, ${engine}`, problem });
      });
    }
  }
  await Region.useEngine("own");
  return { passed, failures };
};

function failureOf({ A, B, exact }: RegionCase, isManhattan: boolean): string | undefined {
  try {
    const a = Region.of(polygonSet(A), { dbu: 1 });
    const b = Region.of(polygonSet(B), { dbu: 1 });
    const tolerance = isManhattan ? 0 : perimeter(A) + perimeter(B);
    const areas = {
      or: a.or(b).area,
      and: a.and(b).area,
      not: a.not(b).area,
      xor: a.xor(b).area,
      A: a.area,
      B: b.area,
    };
    for (const [name, area] of Object.entries(areas)) {
      const wanted = exact[name as keyof typeof exact];
      if (!(Math.abs(area - wanted) <= tolerance)) return `${name}: ${area}, expected ${wanted} ± ${tolerance}`;
    }
    return undefined;
  } catch (error) {
    return `threw ${error instanceof Error ? error.message : error}`;
  }
}

function polygonSet(rings: Rings): PolygonSet {
  const builder = new PolygonSetBuilder();
  for (const ring of rings) builder.polygon(ring.flat());
  return builder.build();
}

function perimeter(rings: Rings): number {
  let sum = 0;
  for (const ring of rings) {
    for (let i = 0; i < ring.length; i++) {
      const [x, y] = ring[i];
      const [u, v] = ring[(i + 1) % ring.length];
      sum += Math.hypot(u - x, v - y);
    }
  }
  return sum;
}
