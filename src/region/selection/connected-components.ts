/** Nets: polygons of several layers that hang together, directly or through others (union-find over what touches). */
import { checkArgument, ReticleError } from "../../errors.ts";
import { PolygonSetBuilder } from "../../geometry/index.ts";
import { sameDbu } from "../../units.ts";
import { Groups } from "../engines/index.ts";
import { Region } from "../region.ts";
import { NearPolygons } from "./near-polygons.ts";
import { PolygonEdges } from "./polygon-edges.ts";
import { relationOf } from "./relation.ts";

/**
 * The components of layers: within a layer polygons that touch are connected, between layers those of the named pairs.
 * Each component has the layers that are part of it; they are in the order of their first polygon.
 * Throws a RegionError `operand` for what is no region, `layer` for a pair with an unknown name, `dbu` for layers of
 * different database units.
 * @example connectedComponents({ m1, via, m2 }, [["m1", "via"], ["via", "m2"]]).length
 */
export function connectedComponents<Name extends string>(
  layers: Readonly<Record<Name, Region>>,
  connections: readonly (readonly [Name, Name])[] = [],
): Partial<Record<Name, Region>>[] {
  checkArgument(
    typeof layers === "object" && layers !== null,
    layers,
    "RegionError",
    "the layers, { name: region, … },",
  );
  const arePairs = Array.isArray(connections) && connections.every(Array.isArray);
  checkArgument(arePairs, connections, "RegionError", "a list of pairs of names");
  const names = Object.keys(layers) as Name[];
  for (const name of names) {
    if (layers[name] instanceof Region) continue;
    const message = `layer ${name} is no region; a cell gives one by region(layer)`;
    throw new ReticleError("RegionError", "operand", message);
  }
  const dbu = names.length === 0 ? 1 : layers[names[0]].dbu;
  const starts = new Map<Name, number>();
  const edges = new Map<Name, PolygonEdges>();
  let total = 0;
  for (const name of names) {
    if (!sameDbu(layers[name].dbu, dbu)) {
      const message = `layer ${name} has a database unit of ${layers[name].dbu} µm and not ${dbu} µm; bring all to one grid first`;
      throw new ReticleError("RegionError", "dbu", message);
    }
    const set = layers[name].merged().polygons;
    starts.set(name, total);
    edges.set(name, new PolygonEdges(set));
    total += set.count;
  }
  const groups = new Groups(total);
  for (const [one, other] of [...names.map((name) => [name, name] as const), ...connections]) {
    const [a, b] = [edges.get(one), edges.get(other)];
    if (a === undefined || b === undefined) {
      const message = `connection ${one}–${other}: the layers are ${names.join(", ")}`;
      throw new ReticleError("RegionError", "layer", message);
    }
    join(groups, a, starts.get(one)!, b, starts.get(other)!);
  }
  return collected(names, starts, edges, groups, dbu);
}

function join(groups: Groups, a: PolygonEdges, startA: number, b: PolygonEdges, startB: number): void {
  const near = new NearPolygons(a, b);
  for (let p = 0; p < a.set.count; p++) {
    for (const q of near.of(p)) {
      if ((a === b && q <= p) || groups.find(startA + p) === groups.find(startB + q)) continue;
      if (relationOf(a, p, b, q).touches) groups.join(startA + p, startB + q);
    }
  }
}

function collected<Name extends string>(
  names: readonly Name[],
  starts: ReadonlyMap<Name, number>,
  edges: ReadonlyMap<Name, PolygonEdges>,
  groups: Groups,
  dbu: number,
): Partial<Record<Name, Region>>[] {
  const builders = new Map<number, Map<Name, PolygonSetBuilder>>();
  for (const name of names) {
    const { set } = edges.get(name)!;
    for (let p = 0; p < set.count; p++) {
      const group = groups.find(starts.get(name)! + p);
      let parts = builders.get(group);
      if (parts === undefined) builders.set(group, (parts = new Map()));
      let builder = parts.get(name);
      if (builder === undefined) parts.set(name, (builder = new PolygonSetBuilder(0, 0)));
      builder.appendRange(set, p, p + 1);
    }
  }
  return Array.from(builders.values(), (parts) => {
    const component: Partial<Record<Name, Region>> = {};
    for (const [name, builder] of parts) component[name] = Region.of(builder.build(), { dbu, isMerged: true });
    return component;
  });
}
